// What the dashboard's WebSocket has carried, and when: read by benchmarks/walking.py from inside each page.
(() => {
  const seen = (window.__wire = {asked: 0, begun: 0, running: false, delivered: 0});
  // The fields of a message: [number, value] for each; what is longer than a number is stepped over.
  function* fields(bytes) {
    let at = 0;
    const number = () => {
      for (let value = 0, scale = 1; ; scale *= 128) {
        const byte = bytes[at++];
        value += (byte & 127) * scale;
        if (byte < 128) return value;
      }
    };
    while (at < bytes.length) {
      const tag = number(), value = number();
      yield [tag >> 3, value];
      if ((tag & 7) === 2) at += value;
    }
  }
  const heard = event => {
    for (const [field, value] of fields(new Uint8Array(event.data))) {
      if (field === NEW_SESSION) {
        seen.begun += 1;
        seen.running = true;
      } else if (field === SCRIPT_FINISHED && value !== EARLY) {
        seen.running = false;
        seen.delivered = Date.now();
      }
    }
  };
  window.WebSocket = class extends WebSocket {
    constructor(...address) {
      super(...address);
      this.addEventListener('message', heard);
    }
    send(data) {
      for (const [field] of fields(data)) if (field === RERUN) seen.asked += 1;
      super.send(data);
    }
  };
})();
