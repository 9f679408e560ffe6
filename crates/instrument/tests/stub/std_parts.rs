//! The parts of `std` that wait.

pub use ::std::*;

pub mod thread {
    use ::std::any::Any;
    use ::std::future::Future;
    use ::std::time::{Duration, Instant};

    use crate::blocking::until;

    pub use ::std::thread::*;

    pub async fn __sleep<const ID: u32>(duration: Duration) {
        let deadline = Instant::now() + duration;
        until(|| (Instant::now() >= deadline).then_some(())).await
    }

    pub struct JoinHandle<T>(crate::JoinHandle<T>);

    pub fn spawn<T: 'static>(body: impl FnOnce() -> T + Send + 'static) -> JoinHandle<T> {
        JoinHandle(crate::spawn(async { body() }))
    }

    pub fn __spawn<F, T>(body: impl FnOnce() -> F + Send + 'static) -> JoinHandle<T>
    where
        F: Future<Output = T> + 'static,
        T: 'static,
    {
        JoinHandle(crate::spawn(async move { body().await }))
    }

    impl<T> JoinHandle<T> {
        pub fn join(self) -> Result<T> {
            crate::run(self.__join())
        }

        pub async fn __join(self) -> Result<T> {
            self.0.await.map_err(|error| Box::new(error.0) as Box<dyn Any + Send>)
        }
    }

    pub struct Builder;

    impl Builder {
        pub fn new() -> Self {
            Builder
        }

        pub fn name(self, _: String) -> Self {
            self
        }

        pub fn __spawn<F, T>(
            self,
            body: impl FnOnce() -> F + Send + 'static,
        ) -> ::std::io::Result<JoinHandle<T>>
        where
            F: Future<Output = T> + 'static,
            T: 'static,
        {
            Ok(__spawn(body))
        }
    }
}

pub mod sync {
    use ::std::ops::Deref;
    use ::std::sync::TryLockError::WouldBlock;

    use crate::blocking::until;

    pub use ::std::sync::*;

    pub struct Mutex<T>(::std::sync::Mutex<T>);

    impl<T> Mutex<T> {
        pub const fn new(value: T) -> Self {
            Mutex(::std::sync::Mutex::new(value))
        }

        pub async fn __lock(&self) -> LockResult<MutexGuard<'_, T>> {
            until(|| match self.0.try_lock() {
                Ok(guard) => Some(Ok(guard)),
                Err(WouldBlock) => None,
                Err(TryLockError::Poisoned(poisoned)) => Some(Err(poisoned)),
            })
            .await
        }
    }

    impl<T> Deref for Mutex<T> {
        type Target = ::std::sync::Mutex<T>;
        fn deref(&self) -> &Self::Target {
            &self.0
        }
    }

    pub mod mpsc {
        use ::std::ops::Deref;

        use crate::blocking::until;

        pub use ::std::sync::mpsc::*;

        pub struct Receiver<T>(::std::sync::mpsc::Receiver<T>);

        pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
            let (sender, receiver) = ::std::sync::mpsc::channel();
            (sender, Receiver(receiver))
        }

        impl<T> Receiver<T> {
            pub async fn __recv(&self) -> Result<T, RecvError> {
                until(|| match self.0.try_recv() {
                    Ok(value) => Some(Ok(value)),
                    Err(TryRecvError::Empty) => None,
                    Err(TryRecvError::Disconnected) => Some(Err(RecvError)),
                })
                .await
            }
        }

        impl<T> Deref for Receiver<T> {
            type Target = ::std::sync::mpsc::Receiver<T>;
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl<T> IntoIterator for Receiver<T> {
            type Item = T;
            type IntoIter = IntoIter<T>;
            fn into_iter(self) -> Self::IntoIter {
                self.0.into_iter()
            }
        }

        impl<'a, T> IntoIterator for &'a Receiver<T> {
            type Item = T;
            type IntoIter = Iter<'a, T>;
            fn into_iter(self) -> Self::IntoIter {
                self.0.iter()
            }
        }

        pub struct SyncSender<T>(::std::sync::mpsc::SyncSender<T>);

        impl<T> Clone for SyncSender<T> {
            fn clone(&self) -> Self {
                SyncSender(self.0.clone())
            }
        }

        pub fn sync_channel<T>(bound: usize) -> (SyncSender<T>, Receiver<T>) {
            let (sender, receiver) = ::std::sync::mpsc::sync_channel(bound);
            (SyncSender(sender), Receiver(receiver))
        }

        impl<T> Deref for SyncSender<T> {
            type Target = ::std::sync::mpsc::SyncSender<T>;
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl<T> SyncSender<T> {
            pub async fn __send(&self, value: T) -> Result<(), SendError<T>> {
                let mut value = Some(value);
                until(|| match self.0.try_send(value.take()?) {
                    Ok(()) => Some(Ok(())),
                    Err(TrySendError::Full(back)) => {
                        value = Some(back);
                        None
                    }
                    Err(TrySendError::Disconnected(back)) => Some(Err(SendError(back))),
                })
                .await
            }
        }
    }
}
