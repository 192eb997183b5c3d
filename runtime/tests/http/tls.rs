//! Certificates of one's own, on both sides.

use std::net::TcpStream;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use wxopen_runtime::{Error, HttpSettings, TransportErrorKind};

use crate::api::{Ask, client};
use crate::servers::{echo, http_proxy, lines, serve};

/// An authority of one's own.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("parameters");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority"))
    }

    fn pem(&self) -> String {
        self.0.pem()
    }

    /// A certificate for a host or a client, and its key.
    fn issue(&self, name: &str) -> (rcgen::Certificate, KeyPair) {
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(vec![name.to_owned()]).expect("parameters");
        (params.signed_by(&key, &self.0).expect("a certificate"), key)
    }

    /// A server with a certificate of this authority; it may want one of this authority from clients.
    fn serve(&self, wants_certificate: bool) -> std::net::SocketAddr {
        let (certificate, key) = self.issue("127.0.0.1");
        let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ServerConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions();
        let builder = builder.expect("versions");
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from(self.0.der().to_vec())).expect("a root");
        let builder = match wants_certificate {
            false => builder.with_no_client_auth(),
            true => {
                let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
                builder.with_client_cert_verifier(verifier.expect("a verifier"))
            }
        };
        let config = builder.with_single_cert(vec![certificate.der().clone()], key).expect("a configuration");
        let config = Arc::new(config);
        serve(move |stream: TcpStream| {
            let tls = ServerConnection::new(config.clone()).map_err(std::io::Error::other)?;
            echo(StreamOwned::new(tls, stream))
        })
    }
}

fn kind<T: std::fmt::Debug, E: std::fmt::Debug>(result: Result<T, Error<E>>) -> TransportErrorKind {
    match result {
        Err(Error::Transport(error)) => error.kind,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_certificate_of_ones_own_is_trusted_when_it_is_said() {
    let authority = Authority::new();
    let base_url = format!("https://{}", authority.serve(false));
    let usual = HttpSettings::new().no_proxy();
    let result = client(usual.clone().build().expect("settings"), &base_url).send(Ask).await;
    assert_eq!(kind(result), TransportErrorKind::Connect, "nobody vouches for it, and nothing is sent");
    for settings in [usual.clone().trust(authority.pem()), usual.clone().trust_only(authority.pem())] {
        client(settings.build().expect("settings"), &base_url).send(Ask).await.expect("a reply");
    }
    let other = usual.trust_only(Authority::new().pem()).build().expect("settings");
    assert_eq!(kind(client(other, &base_url).send(Ask).await), TransportErrorKind::Connect);
}

#[tokio::test]
async fn a_server_can_know_a_client_by_its_certificate() {
    let authority = Authority::new();
    let base_url = format!("https://{}", authority.serve(true));
    let settings = HttpSettings::new().no_proxy().trust(authority.pem());
    let (certificate, key) = authority.issue("client");
    let known = settings.clone().client_certificate(certificate.pem() + &key.serialize_pem());
    client(known.build().expect("settings"), &base_url).send(Ask).await.expect("a reply");
    client(settings.build().expect("settings"), &base_url).send(Ask).await.expect_err("unknown");
}

#[tokio::test]
async fn tls_goes_through_a_proxy() {
    let authority = Authority::new();
    let server = authority.serve(false);
    let (proxy, seen) = http_proxy(server);
    let http = HttpSettings::new().trust(authority.pem()).proxy(format!("http://{proxy}")).build().expect("settings");
    client(http, &format!("https://{server}")).send(Ask).await.expect("a reply");
    assert_eq!(lines(&seen), [format!("CONNECT {server} HTTP/1.1")], "no path and no token are seen there");
}
