//! `/healthz` and `/metrics` over HTTP/1.1: for a watchman and for Prometheus; says nothing about any mail.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::CONTENT_TYPE;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};

use super::monitor::Monitor;
use super::shared::Shared;

/// For one question and its answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// After the system had no socket left to accept with.
const PAUSE: Duration = Duration::from_secs(1);

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Answers for as long as it is polled.
pub(super) async fn answer(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(converse(stream, Arc::clone(&shared)))),
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

async fn converse(stream: TcpStream, shared: Arc<Shared>) {
    let service = service_fn(|request| {
        let response = respond(&request, &shared.monitor);
        async move { Ok::<_, Infallible>(response) }
    });
    let connection =
        hyper::server::conn::http1::Builder::new().keep_alive(false).serve_connection(TokioIo::new(stream), service);
    // Whoever hangs up or dawdles is nobody's concern.
    let _ = tokio::time::timeout(PATIENCE, connection).await;
}

fn respond(request: &Request<Incoming>, monitor: &Monitor) -> Response<Full<Bytes>> {
    match request.uri().path() {
        "/healthz" => {
            let (is_well, report) = monitor.health_report();
            let status = if is_well { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
            with(status, "application/json", format!("{report:#}\n"))
        }
        "/metrics" => with(StatusCode::OK, OPEN_METRICS, monitor.metrics_text()),
        _ => with(StatusCode::NOT_FOUND, "text/plain", "there are /healthz and /metrics\n".into()),
    }
}

fn with(status: StatusCode, content_type: &'static str, body: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, hyper::header::HeaderValue::from_static(content_type));
    response
}
