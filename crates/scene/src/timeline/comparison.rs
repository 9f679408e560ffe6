//! What two timelines on one axis share, and what each is told about the other.

use playground::action::Axis;
use playground::snapshot::Snapshot;

use crate::timeline::axis::Scale;
use crate::timeline::axis::window::Zoom;
use crate::timeline::layout::{AXIS, TITLE};
use crate::timeline::model::Model;

/// Whose run a timeline shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// That of the program that is shown, alone.
    Alone,
    /// Of two on one time axis, that of the program that is shown.
    Shown,
    /// The other of the two.
    Beside,
}

/// Which part of the axis a timeline shows: two on one axis show the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    zoom: Zoom,
    extent: f64,
    labels: f64,
}

impl Model {
    /// Whose run it is.
    pub fn role(&self) -> Role {
        self.role
    }

    /// What the width means. Two runs share no axis but that of time: an instant in which one has
    /// much to do is nothing to the other.
    pub(crate) fn axis(&self) -> Axis {
        match self.role {
            Role::Alone => self.snapshot.axis,
            Role::Shown | Role::Beside => Axis::Time,
        }
    }

    /// How many units it needs by itself.
    pub fn reach(&mut self) -> f64 {
        self.beside = 0.0;
        self.target()
    }

    /// Makes room for a run beside it that needs so many units.
    pub fn set_beside(&mut self, units: f64) {
        self.beside = units;
        if !self.is_live() {
            self.extent = self.target();
        }
    }

    /// Which part of the axis is shown.
    pub fn view(&self) -> View {
        View { zoom: self.zoom, extent: self.extent(), labels: self.layout.labels }
    }

    /// Shows the same part of the axis as another.
    pub fn set_view(&mut self, view: View) {
        View { zoom: self.zoom, extent: self.extent, labels: self.layout.labels } = view;
    }

    /// The unit at which the playhead of a snapshot stands.
    pub(crate) fn unit(&self, scale: &Scale, snapshot: &Snapshot) -> f64 {
        match self.role {
            Role::Alone => scale.of_place(snapshot.playhead),
            Role::Shown | Role::Beside => snapshot.now as f64,
        }
    }

    /// Whether the axis stands on top of it, and its title above its lanes.
    pub fn set_frame(&mut self, axis: bool, title: bool) {
        let axis = if axis { AXIS } else { 0.0 };
        let title = if title { TITLE } else { 0.0 };
        if (self.layout.axis, self.layout.title) != (axis, title) {
            (self.layout.axis, self.layout.title) = (axis, title);
            self.layout.arrange(&self.lanes);
        }
    }
}
