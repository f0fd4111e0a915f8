//! A TCP proxy before a server: cuts connections at a chosen byte, or acts in the middle of an answer.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// Whose bytes are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Server,
    Client,
}

/// After so many bytes of that side, both ends of a connection find it closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    pub side: Side,
    pub after_bytes: usize,
    /// Every connection, or the next one only.
    pub every: bool,
}

type Act = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct Shared {
    cut: Mutex<Option<Cut>>,
    connections: Mutex<usize>,
    /// What the server and the client said over the first connection since [`Proxy::plan`].
    heard: [Mutex<Vec<u8>>; 2],
    act: Mutex<Option<(&'static [u8], Act)>>,
}

/// Runs until the test ends.
pub struct Proxy {
    pub port: u16,
    shared: Arc<Shared>,
}

impl Proxy {
    pub fn before(server: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared::default());
        let serving = shared.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)) else { continue };
                serving.clone().connect(client, server);
            }
        });
        Self { port, shared }
    }

    /// For the connections from now on; `None` lets everything through.
    pub fn plan(&self, cut: Option<Cut>) {
        *self.shared.connections.lock().unwrap() = 0;
        self.shared.heard.iter().for_each(|heard| heard.lock().unwrap().clear());
        *self.shared.cut.lock().unwrap() = cut;
    }

    pub fn heard(&self, side: Side) -> Vec<u8> {
        self.shared.heard[side as usize].lock().unwrap().clone()
    }

    /// Acts once, when the server says this and before the client hears it.
    pub fn when_the_server_says(&self, words: &'static [u8], act: impl FnOnce() + Send + 'static) {
        *self.shared.act.lock().unwrap() = Some((words, Box::new(act)));
    }

    pub fn has_acted(&self) -> bool {
        self.shared.act.lock().unwrap().is_none()
    }
}

impl Shared {
    fn connect(self: Arc<Self>, client: TcpStream, server: TcpStream) {
        [&client, &server].into_iter().for_each(|stream| stream.set_nodelay(true).unwrap());
        let mut connections = self.connections.lock().unwrap();
        *connections += 1;
        let is_first = *connections == 1;
        drop(connections);
        let cut = self.cut.lock().unwrap().filter(|cut| cut.every || is_first);
        for side in [Side::Server, Side::Client] {
            let (server, client) = (server.try_clone().unwrap(), client.try_clone().unwrap());
            let (from, to) = if side == Side::Server { (server, client) } else { (client, server) };
            let limit = cut.filter(|cut| cut.side == side).map(|cut| cut.after_bytes);
            let shared = Arc::clone(&self);
            std::thread::spawn(move || shared.pump(side, from, to, limit, is_first));
        }
    }

    fn pump(&self, side: Side, mut from: TcpStream, mut to: TcpStream, mut limit: Option<usize>, is_first: bool) {
        let mut buffer = vec![0; 16 << 10];
        while limit != Some(0) {
            let room = limit.unwrap_or(usize::MAX).min(buffer.len());
            let Ok(read @ 1..) = from.read(&mut buffer[..room]) else { break };
            if is_first {
                self.heard[side as usize].lock().unwrap().extend(&buffer[..read]);
            }
            if side == Side::Server {
                self.act_on(&buffer[..read]);
            }
            if to.write_all(&buffer[..read]).is_err() {
                break;
            }
            limit = limit.map(|left| left - read);
        }
        let _ = from.shutdown(Shutdown::Both);
        let _ = to.shutdown(Shutdown::Both);
    }

    fn act_on(&self, said: &[u8]) {
        let mut waiting = self.act.lock().unwrap();
        if waiting.as_ref().is_some_and(|(words, _)| said.windows(words.len()).any(|part| part == *words))
            && let Some((_, act)) = waiting.take()
        {
            drop(waiting);
            act();
        }
    }
}
