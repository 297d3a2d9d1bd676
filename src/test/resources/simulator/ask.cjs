// Asks a simulator with Tencent Cloud's own SDK: ask.cjs SDK_FOLDER SDK_PACKAGE PORT < questions.json > answers.json
"use strict";

const { createRequire } = require("module");
const dns = require("dns");
const fs = require("fs");
const path = require("path");

// The SDK signs for the service that the first label of the host names, so the host must begin with "trro";
// this process takes it for the loopback, and knows no other host.
const HOST = "trro.simulator.invalid";
dns.lookup = (name, options, callback) => {
    const done = callback || options;
    if (name !== HOST) {
        return done(new Error(`${name} is not for tests`));
    }
    return options && options.all
        ? done(null, [{ address: "127.0.0.1", family: 4 }])
        : done(null, "127.0.0.1", 4);
};

const [folder, name, port] = process.argv.slice(2);
const load = createRequire(path.join(path.resolve(folder), "ask.cjs"));
// Not the whole package, which takes a second to load.
const common = load(`${name}/tencentcloud/common`);
const trro = load(`${name}/tencentcloud/trro`);

function client({ secretId, secretKey }) {
    const { ClientProfile, Credential, HttpProfile } = common;
    const http = new HttpProfile("http://", `${HOST}:${port}`, "POST", 30);
    // The version without TC3 in its name would sign in an older way.
    const profile = new ClientProfile("TC3-HMAC-SHA256", http);
    return new trro.v20220325.Client(new Credential(secretId, secretKey), "ap-singapore", profile);
}

function answer(question) {
    return new Promise((resolve) => {
        client(question)[question.action](question.parameters, (error, response) => {
            const { code, requestId, message } = error || {};
            resolve(error ? { code, requestId, message } : response);
        });
    });
}

(async () => {
    const answers = [];
    for (const question of JSON.parse(fs.readFileSync(0, "utf8"))) {
        answers.push(await answer(question));
    }
    process.stdout.write(JSON.stringify(answers));
})();
