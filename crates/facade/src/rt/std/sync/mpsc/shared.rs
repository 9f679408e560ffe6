//! What the two halves of a channel share.

use ::std::collections::VecDeque;
use ::std::sync::mpsc::{RecvError, SendError, TryRecvError, TrySendError};
use ::std::sync::{Mutex, MutexGuard, PoisonError};

use engine::{Figures, Resource};
use trace::{Op, OpPhase, ResourceKind};

use super::super::waiting::Waiting;
use crate::op::free_operation;

/// A channel.
pub(super) struct Shared<T> {
    resource: Resource,
    /// For how many messages there is room; `None` for an unbounded channel.
    bound: Option<usize>,
    state: Mutex<State<T>>,
    receiver: Waiting,
    senders: Waiting,
}

struct State<T> {
    /// The messages, each with its number. In a channel without room these are offers, whose senders are still
    /// waiting.
    messages: VecDeque<(u64, T)>,
    /// How many messages have been sent or offered so far.
    sent: u64,
    senders: usize,
    has_receiver: bool,
    /// Whether the receiver is waiting.
    is_awaited: bool,
}

impl<T> State<T> {
    fn push(&mut self, value: T) -> u64 {
        self.sent += 1;
        self.messages.push_back((self.sent, value));
        self.sent
    }

    fn holds(&self, number: u64) -> bool {
        self.messages.iter().any(|(other, _)| *other == number)
    }

    fn withdraw(&mut self, number: u64) -> Option<T> {
        let place = self.messages.iter().position(|(other, _)| *other == number)?;
        self.messages.remove(place).map(|(_, value)| value)
    }
}

impl<T> Shared<T> {
    pub(super) fn new(bound: Option<usize>) -> Self {
        let state = State {
            messages: VecDeque::new(),
            sent: 0,
            senders: 1,
            has_receiver: true,
            is_awaited: false,
        };
        Self {
            resource: Resource::new(ResourceKind::Mpsc, "std channel", bound.unwrap_or(0), None),
            bound,
            state: Mutex::new(state),
            receiver: Waiting::new(),
            senders: Waiting::new(),
        }
    }

    /// Sends a message; waits while there is no room for it. In a channel without room, waits until it is received.
    pub(super) async fn send(&self, value: T) -> Result<(), SendError<T>> {
        if self.bound == Some(0) {
            return self.hand_over(value).await;
        }
        let mut value = Some(value);
        let wait = self.senders.until(|| {
            let mut state = self.state();
            let has_room = self.bound.is_none_or(|bound| state.messages.len() < bound);
            if !state.has_receiver {
                return Some(false);
            }
            has_room.then(|| value.take().map(|value| state.push(value)).is_some())
        });
        free_operation(&self.resource, Op::Send, wait).await;
        match value {
            Some(value) => {
                self.resource.op(Op::Send, OpPhase::Refused);
                Err(SendError(value))
            }
            None => {
                self.sent();
                Ok(())
            }
        }
    }

    /// Sends a message if that takes no waiting.
    pub(super) fn try_send(&self, value: T) -> Result<(), TrySendError<T>> {
        let mut state = self.state();
        let has_room = match self.bound {
            None => true,
            Some(0) => state.is_awaited && state.messages.is_empty(),
            Some(bound) => state.messages.len() < bound,
        };
        let refused = match (state.has_receiver, has_room) {
            (true, true) => {
                state.push(value);
                drop(state);
                self.sent();
                return Ok(());
            }
            (true, false) => TrySendError::Full(value),
            (false, _) => TrySendError::Disconnected(value),
        };
        drop(state);
        self.resource.op(Op::Send, OpPhase::Refused);
        Err(refused)
    }

    async fn hand_over(&self, value: T) -> Result<(), SendError<T>> {
        let number = {
            let mut state = self.state();
            if !state.has_receiver {
                drop(state);
                self.resource.op(Op::Send, OpPhase::Refused);
                return Err(SendError(value));
            }
            state.push(value)
        };
        let offer = Offer { channel: self, number };
        self.note();
        self.resource.within(|| self.receiver.wake_one());
        let wait = self.senders.until(|| {
            let mut state = self.state();
            match state.holds(number) {
                false => Some(None),
                true if state.has_receiver => None,
                true => Some(state.withdraw(number)),
            }
        });
        let refused = free_operation(&self.resource, Op::Send, wait).await;
        drop(offer);
        match refused {
            Some(value) => {
                self.resource.op(Op::Send, OpPhase::Refused);
                Err(SendError(value))
            }
            None => {
                self.resource.op(Op::Send, OpPhase::Done);
                self.resource.state();
                Ok(())
            }
        }
    }

    /// Records that a message was sent, and wakes the receiver.
    fn sent(&self) {
        self.note();
        self.resource.op(Op::Send, OpPhase::Done);
        self.resource.state();
        self.resource.within(|| self.receiver.wake_one());
    }

    /// Receives a message; waits while there is none.
    pub(super) async fn receive(&self) -> Result<T, RecvError> {
        let awaited = Awaited { channel: self };
        let wait = self.receiver.until(|| {
            let mut state = self.state();
            let message = state.messages.pop_front();
            state.is_awaited = message.is_none();
            match message {
                Some((_, value)) => Some(Ok(value)),
                None => (state.senders == 0).then_some(Err(RecvError)),
            }
        });
        let message = free_operation(&self.resource, Op::Receive, wait).await;
        drop(awaited);
        self.received(message.is_ok());
        message
    }

    /// Receives a message if there is one.
    pub(super) fn try_receive(&self) -> Result<T, TryRecvError> {
        let (message, over) = {
            let mut state = self.state();
            (state.messages.pop_front(), state.senders == 0)
        };
        self.received(message.is_some());
        match message {
            Some((_, value)) => Ok(value),
            None if over => Err(TryRecvError::Disconnected),
            None => Err(TryRecvError::Empty),
        }
    }

    /// Records whether a message was received; if so, wakes senders.
    fn received(&self, received: bool) {
        if !received {
            self.resource.op(Op::Receive, OpPhase::Refused);
            return;
        }
        self.note();
        self.resource.op(Op::Receive, OpPhase::Done);
        self.resource.state();
        self.resource.within(|| match self.bound {
            Some(0) => self.senders.wake_all(),
            _ => self.senders.wake_one(),
        });
    }

    /// Counts a new sender.
    pub(super) fn sender(&self) {
        self.state().senders += 1;
    }

    /// Counts a sender that was dropped. The last one wakes the receiver.
    pub(super) fn sender_gone(&self) {
        let is_last = {
            let mut state = self.state();
            state.senders -= 1;
            state.senders == 0
        };
        if is_last {
            self.resource.op(Op::Close, OpPhase::Done);
            self.resource.within(|| self.receiver.wake_one());
        }
    }

    /// The receiver was dropped: the messages are dropped, and offers return to their senders.
    pub(super) fn receiver_gone(&self) {
        let (messages, was_open) = {
            let mut state = self.state();
            state.has_receiver = false;
            let messages = match self.bound {
                Some(0) => VecDeque::new(),
                _ => ::std::mem::take(&mut state.messages),
            };
            (messages, state.senders > 0)
        };
        if was_open {
            self.resource.op(Op::Close, OpPhase::Done);
        }
        self.resource.within(|| self.senders.wake_all());
        // Dropping a message runs the program's code, so the lock is not held here.
        drop(messages);
    }

    /// Updates what the trace says about the channel.
    fn note(&self) {
        let len = self.state().messages.len();
        let permits = self.bound.map_or(0, |bound| bound.saturating_sub(len));
        self.resource.set(Figures { len, permits });
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A message whose sender waits until the message is received; withdrawn when dropped.
struct Offer<'a, T> {
    channel: &'a Shared<T>,
    number: u64,
}

impl<T> Drop for Offer<'_, T> {
    fn drop(&mut self) {
        let withdrawn = self.channel.state().withdraw(self.number);
        drop(withdrawn);
    }
}

/// The receiver's wait, which ends when this is dropped.
struct Awaited<'a, T> {
    channel: &'a Shared<T>,
}

impl<T> Drop for Awaited<'_, T> {
    fn drop(&mut self) {
        self.channel.state().is_awaited = false;
    }
}
