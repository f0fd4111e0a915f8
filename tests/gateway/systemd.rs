//! What systemd is told, with a socket in its place.

use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use super::refusals::maildir;
use super::service::Desk;

#[test]
fn systemd_is_told_of_readiness_life_and_the_end() {
    let desk = Desk::new("");
    desk.configure(&maildir(&desk));
    let path = desk.path().join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let service = desk.serve_with(&[("NOTIFY_SOCKET", path.to_str().unwrap()), ("WATCHDOG_USEC", "200000")]);
    let told = || {
        let mut buffer = [0; 1000];
        let length = socket.recv(&mut buffer).unwrap();
        String::from_utf8_lossy(&buffer[..length]).trim().to_string()
    };
    let first: Vec<String> = (0..4).map(|_| told()).collect();
    assert_eq!(first.iter().filter(|word| *word == "READY=1").count(), 1, "{first:?}");
    assert_eq!(first.iter().filter(|word| *word == "WATCHDOG=1").count(), 3, "{first:?}");
    service.signal("TERM");
    while told() != "STOPPING=1" {}
}
