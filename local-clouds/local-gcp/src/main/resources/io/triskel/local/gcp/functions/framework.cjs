// Starts Google's Functions Framework, which a function's dependencies have, as its builder's start command does; on a free port of the
// loopback address, which it prints once the function is loaded. The framework listens on a fixed port of all addresses.
const http = require('node:http');
const { createRequire } = require('node:module');
const { join } = require('node:path');

const [, , folder] = process.argv;
const { listen } = http.Server.prototype;
http.Server.prototype.listen = function listenOnLoopback(_, whenListening) {
    return listen.call(this, 0, '127.0.0.1', () => {
        whenListening();
        console.log(`Listening on 127.0.0.1:${this.address().port}`);
    });
};
process.argv = [...process.argv.slice(0, 2), `--source=${folder}`];
const framework = createRequire(join(folder, 'package.json')).resolve('@google-cloud/functions-framework');
require(join(framework, '..', 'main.js'));
