// Runs a function on Node.js against the Lambda Runtime API, in the place of AWS's runtime interface client, whose C++ part npm would have to
// build. Behaviour: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html and that client (src/UserFunction.js, Runtime.js,
// Errors.js, LogPatch.js, index.mjs). Not imitated: response streaming, handlers with a callback, logs as JSON, and that a process is
// frozen between invocations.
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';

const [host, path] = process.env.AWS_LAMBDA_RUNTIME_API.split(/\/(.*)/s);
const API = `/${path ? `${path}/` : ''}2018-06-01/runtime`;
// An invocation may be waited for as long as the service likes: no time-out.
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const encoded = (text) => String(text ?? '').replaceAll('\x7f', '%7F');

// The console's lines as text; what is written to standard output itself stays as it is (developer guide, "Log and monitor Node.js Lambda
// functions").
let request = 'undefined';
const LEVELS = { log: 'INFO', trace: 'TRACE', debug: 'DEBUG', info: 'INFO', warn: 'WARN', error: 'ERROR' };
for (const [method, level] of Object.entries(LEVELS)) {
    console[method] = (...parts) =>
        process.stdout.write(`${new Date().toISOString()}\t${request}\t${level}\t${format(...parts)}\n`);
}

let onError = (error) => call('POST', '/init/error', problem(error));
const dies = (status) => (error) => {
    console.error(error);
    onError(error).finally(() => process.exit(status));
};
process.on('uncaughtException', dies(129));
process.on('unhandledRejection', (reason) =>
    dies(128)(named('Runtime.UnhandledPromiseRejection', reason?.toString?.(), reason)),
);

const handler = await load(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
for (;;) {
    const { headers, body } = await call('GET', '/invocation/next');
    const id = headers['lambda-runtime-aws-request-id'];
    request = id;
    onError = (error) => call('POST', `/invocation/${id}/error`, problem(error));
    let answer;
    try {
        answer = JSON.stringify(await handler(JSON.parse(body), context(id, headers))) ?? 'null';
    } catch (error) {
        console.error(error);
        await onError(error);
        continue;
    }
    await call('POST', `/invocation/${id}/response`, answer);
}

function context(awsRequestId, headers) {
    const deadline = Number(headers['lambda-runtime-deadline-ms']);
    return {
        awsRequestId,
        invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
        functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
        functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
        memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
        logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
        logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
        getRemainingTimeInMillis: () => deadline - Date.now(),
    };
}

/** Of a handler `folder/module.export`: the module with ending .js, which the nearest package.json decides, .mjs or .cjs. */
async function load(root, name) {
    const [, module, property] = /^([^.]*)\.(.*)$/.exec(basename(name)) ?? [];
    if (module === undefined || name.includes('..')) {
        throw named('Runtime.MalformedHandlerName', 'Bad handler');
    }
    const file = ['.js', '.mjs', '.cjs'].map((end) => resolve(root, dirname(name), module + end)).find(existsSync);
    if (file === undefined) {
        throw named('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`);
    }
    const required = file.endsWith('.cjs') || (file.endsWith('.js') && !isModule(dirname(file)));
    const loaded = required ? createRequire(file)(file) : await import(pathToFileURL(file));
    const found = property.split('.').reduce((of, key) => of?.[key], loaded);
    if (typeof found !== 'function') {
        throw named('Runtime.HandlerNotFound', `${name} is ${found ? 'not a function' : 'undefined or not exported'}`);
    }
    return found;
}

function isModule(folder) {
    const file = join(folder, 'package.json');
    return existsSync(file)
        ? JSON.parse(readFileSync(file, 'utf8')).type === 'module'
        : folder !== '/' && isModule(dirname(folder));
}

function named(name, message, cause) {
    return Object.assign(new Error(message, { cause }), { name });
}

function problem(error) {
    const native = error instanceof Error;
    return JSON.stringify({
        errorType: encoded(native ? error.name : typeof error),
        errorMessage: encoded(native ? error.message : error),
        trace: native ? encoded(error.stack).split('\n') : [],
    });
}

function call(method, operation, body) {
    return new Promise((done, failed) => {
        const [hostname, port] = host.split(':');
        const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
        const sent = http.request({ agent, hostname, port, method, path: API + operation, headers }, (response) => {
            const parts = [];
            response.on('data', (part) => parts.push(part));
            response.on('end', () => done({ headers: response.headers, body: Buffer.concat(parts).toString('utf8') }));
            response.on('error', failed);
        });
        sent.on('error', failed);
        sent.end(body);
    });
}
