//! What two timelines on one axis share.

use playground::action::Axis;
use playground::snapshot::Snapshot;

use crate::timeline::axis::Scale;
use crate::timeline::axis::window::Zoom;
use crate::timeline::layout::{AXIS, TITLE};
use crate::timeline::model::Model;

/// Which run a timeline shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The run of the program that is shown, which is not compared.
    Alone,
    /// Of two compared runs, the one of the program that is shown.
    Shown,
    /// Of two compared runs, the other one.
    Beside,
}

/// Which part of the axis a timeline shows. Two timelines on one axis show the same part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    zoom: Zoom,
    extent: f64,
    labels: f64,
}

impl Model {
    /// Which run the timeline shows.
    pub fn role(&self) -> Role {
        self.role
    }

    /// What the width means. Two runs can only share the time axis: an instant in which one run has many events may
    /// have none in the other.
    pub(crate) fn axis(&self) -> Axis {
        match self.role {
            Role::Alone => self.snapshot.axis,
            Role::Shown | Role::Beside => Axis::Time,
        }
    }

    /// How many units this run needs by itself; forgets the run beside it.
    pub fn reach(&mut self) -> f64 {
        self.beside = 0.0;
        self.target()
    }

    /// Makes room for a run beside this one that needs this many units.
    pub fn set_beside(&mut self, units: f64) {
        self.beside = units;
        if !self.is_live() {
            self.extent = self.target();
        }
    }

    /// Which part of the axis the timeline shows.
    pub fn view(&self) -> View {
        View { zoom: self.zoom, extent: self.extent(), labels: self.layout.labels }
    }

    /// Shows the same part of the axis as another timeline.
    pub fn set_view(&mut self, view: View) {
        View { zoom: self.zoom, extent: self.extent, labels: self.layout.labels } = view;
    }

    /// The unit at which a snapshot's playhead is.
    pub(crate) fn unit(&self, scale: &Scale, snapshot: &Snapshot) -> f64 {
        match self.role {
            Role::Alone => scale.of_place(snapshot.playhead),
            Role::Shown | Role::Beside => snapshot.now as f64,
        }
    }

    /// Sets whether the axis is above this timeline, and the run's title above its lanes.
    pub fn set_frame(&mut self, axis: bool, title: bool) {
        let axis = if axis { AXIS } else { 0.0 };
        let title = if title { TITLE } else { 0.0 };
        if (self.layout.axis, self.layout.title) != (axis, title) {
            (self.layout.axis, self.layout.title) = (axis, title);
            self.layout.arrange(&self.lanes);
        }
    }
}
