//! TLS is verified whatever happens, and a certificate of one's own only adds (RELIABILITY N2).
//!
//! The certificates in `tls/` were made for this: an authority, and a server of it for 127.0.0.1, for another address,
//! and for a time that is over. They are good until 2100; their key is no secret.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::meetme;

const TOKEN: &str = "v1.0-aBcDEFghiJKLmno42";

fn file(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/tls")).join(name)
}

/// A server with this certificate, for one caller; and what it got to read.
fn server(certificate: &str) -> (String, JoinHandle<String>) {
    let chain = vec![CertificateDer::from_pem_file(file(certificate)).unwrap()];
    let key = PrivateKeyDer::from_pem_file(file("key.pem")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(builder.with_no_client_auth().with_single_cert(chain, key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("https://{}/client/v4", listener.local_addr().unwrap());
    let heard = std::thread::spawn(move || {
        let (line, _) = listener.accept().unwrap();
        let mut stream = StreamOwned::new(ServerConnection::new(config).unwrap(), line);
        let mut request = vec![0; 4096];
        let count = stream.read(&mut request).unwrap_or(0);
        let body = "{\"default_asn\":65010}";
        let _ = write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        let _ = stream.flush();
        stream.conn.send_close_notify();
        let _ = stream.flush();
        String::from_utf8_lossy(&request[..count]).into_owned()
    });
    (base, heard)
}

fn ask(certificate: &str, more: &[&str]) -> (Option<i32>, String, String) {
    let home = tempfile::tempdir().unwrap();
    let (base, heard) = server(certificate);
    let words = [&["--base-url", &base, "--account", "a"], more, &["settings", "get"]].concat();
    let output = meetme(home.path(), &words, &[("CF_API_TOKEN", TOKEN)]);
    (output.status.code(), String::from_utf8(output.stderr).unwrap(), heard.join().unwrap())
}

#[test]
fn a_certificate_that_nobody_vouches_for_gets_no_token() {
    let authority = file("ca.pem").display().to_string();
    let vouched = ["--ca-file", authority.as_str()];
    let (code, said, heard) = ask("good.pem", &vouched);
    assert_eq!(code, Some(0), "{said}");
    assert!(heard.contains(TOKEN), "{heard}");
    for (certificate, more) in [("good.pem", &[][..]), ("other.pem", &vouched), ("old.pem", &vouched)] {
        let (code, said, heard) = ask(certificate, more);
        assert_eq!(code, Some(7), "{certificate}: {said}");
        assert!(said.contains("cannot be trusted (TLS)") && said.contains("next: "), "{certificate}: {said}");
        assert!(heard.is_empty(), "{certificate}: {heard}");
    }
}
