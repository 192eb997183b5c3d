//! Where pushes go.

use std::error::Error as StdError;
use std::future::Future;
use std::sync::Arc;

use super::events::Event;
use super::receiver::Push;
use crate::token::ThirdPartyPlatform;
use crate::transport::BoxFuture;

/// Why a push could not be handled.
pub type SinkError = Box<dyn StdError + Send + Sync>;

/// What WeChat gets for a push.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Answer {
    /// `success`.
    #[default]
    Success,
    /// A reply to a merchant's message, as XML or JSON; it is encrypted on its way.
    Reply(String),
}

impl From<()> for Answer {
    fn from((): ()) -> Self {
        Self::Success
    }
}

/// Handles pushes. A [`ThirdPartyPlatform`] does, and so does a function from a push to a future of a result:
///
/// ```
/// # use std::sync::Arc;
/// # use wxopen_runtime::push::{Push, PushSink};
/// # fn takes(sink: impl PushSink) {}
/// takes(async |push: Arc<Push>| {
///     println!("{}", push.event.name());
///     Ok::<_, std::io::Error>(())
/// });
/// ```
pub trait PushSink: Send + Sync {
    /// Handles one push. WeChat waits five seconds. After an error it sends the push again, up to three times.
    fn take(&self, push: Arc<Push>) -> BoxFuture<'_, Result<Answer, SinkError>>;
}

impl<F, Fut, A, E> PushSink for F
where
    F: Fn(Arc<Push>) -> Fut + Send + Sync,
    Fut: Future<Output = Result<A, E>> + Send + 'static,
    A: Into<Answer>,
    E: Into<SinkError>,
{
    fn take(&self, push: Arc<Push>) -> BoxFuture<'_, Result<Answer, SinkError>> {
        let handling = self(push);
        Box::pin(async move { handling.await.map(Into::into).map_err(Into::into) })
    }
}

/// Takes tickets, and merchants that come and go; all else is left alone. To handle more, call it from a function that
/// does.
impl PushSink for ThirdPartyPlatform {
    fn take(&self, push: Arc<Push>) -> BoxFuture<'_, Result<Answer, SinkError>> {
        Box::pin(async move {
            match &push.event {
                Event::ComponentVerifyTicket(event) => {
                    self.is_own(&event.component)?;
                    self.set_ticket(event.ticket.clone(), event.created_at).await?;
                }
                Event::Authorized(event) => {
                    self.is_own(&event.component)?;
                    self.authorized(&event.authorizer, event.code.clone(), event.created_at).await?;
                }
                Event::UpdateAuthorized(event) => {
                    self.is_own(&event.component)?;
                    self.updateauthorized(&event.authorizer, event.code.clone(), event.created_at).await?;
                }
                Event::Unauthorized(event) => {
                    self.is_own(&event.component)?;
                    self.unauthorized(&event.authorizer, event.created_at).await?;
                }
                Event::Other(_) | Event::Message(_) => {}
            }
            Ok(Answer::Success)
        })
    }
}

impl ThirdPartyPlatform {
    /// Is an event for this platform?
    fn is_own(&self, component: &str) -> Result<(), SinkError> {
        if component == self.component_appid() { Ok(()) } else { Err("the event is for another platform".into()) }
    }
}
