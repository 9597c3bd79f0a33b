// @polkadot/api, unmodified: connect, read, send a transfer, watch it to finalized, decode its events.
// usage: node polkadot_transfer.mjs ENDPOINT; runs in a folder where @polkadot/api is installed.
import assert from "node:assert/strict";
import { ApiPromise, Keyring, WsProvider } from "@polkadot/api";

const provider = new WsProvider(process.argv[2]);
const api = await ApiPromise.create({ provider, noInitWarn: true });
const keyring = new Keyring({ type: "sr25519", ss58Format: 42 });
const alice = keyring.addFromUri("//Alice");
const bob = keyring.addFromUri("//Bob");
const amount = 1_000_000_000n;

const done = [];
const check = (name) => done.push(name);

assert.equal((await api.rpc.system.chain()).toString(), "Bittensor");
assert.equal(api.registry.chainSS58, 42);
check("connect");

const free = async (who, at = api) => (await at.query.system.account(who.address)).data.free.toBigInt();
const before = { alice: await free(alice), bob: await free(bob) };
assert.ok(before.alice > 0n);
check("api.query.system.account");

const quote = (await api.tx.balances.transferKeepAlive(bob.address, amount).paymentInfo(alice)).partialFee.toBigInt();
assert.ok(quote > 0n);
check("paymentInfo");

const finalized = await new Promise((resolve, reject) => {
  const statuses = [];
  api.tx.balances
    .transferKeepAlive(bob.address, amount)
    .signAndSend(alice, (result) => {
      statuses.push(result.status.type);
      if (result.isError || result.dispatchError) reject(new Error(`${statuses}: ${result.dispatchError}`));
      if (result.status.isFinalized) resolve({ block: result.status.asFinalized, events: result.events, statuses });
    })
    .catch(reject);
});
assert.ok(finalized.statuses.includes("InBlock"), `${finalized.statuses}`);
check("signAndSend watched to finalized");

const names = finalized.events.map(({ event }) => `${event.section}.${event.method}`);
assert.ok(names.includes("balances.Transfer"), `${names}`);
assert.ok(names.includes("transactionPayment.TransactionFeePaid"), `${names}`);
assert.equal(names.at(-1), "system.ExtrinsicSuccess");
const paid = finalized.events.find(({ event }) => event.method === "TransactionFeePaid").event.data.actualFee.toBigInt();
assert.equal(paid, quote);
check("events decoded");

const at = await api.at(finalized.block);
assert.equal((await free(bob, at)) - before.bob, amount);
assert.equal(before.alice - (await free(alice, at)), amount + paid);
check("balances at the block");

const entries = await api.query.system.account.entries();
assert.ok(entries.length > 3);
check("entries");

const header = await new Promise((resolve) => {
  let unsubscribe;
  api.rpc.chain.subscribeNewHeads((next) => { unsubscribe?.(); resolve(next); }).then((stop) => { unsubscribe = stop; });
});
assert.ok(header.number.toNumber() > 0);
check("subscribeNewHeads");

const account = await new Promise((resolve) => {
  let unsubscribe;
  api.query.system.account(bob.address, (value) => { unsubscribe?.(); resolve(value); }).then((stop) => { unsubscribe = stop; });
});
assert.equal(account.data.free.toBigInt(), await free(bob));
check("storage subscription");

const inner = api.tx.balances.transferKeepAlive(bob.address, 1_000n);
const batch = await new Promise((resolve, reject) => {
  api.tx.utility.batchAll([inner, inner]).signAndSend(alice, (result) => {
    if (result.dispatchError) reject(new Error(`${result.dispatchError}`));
    if (result.status.isInBlock) resolve(result.events.map(({ event }) => event.method));
  }).catch(reject);
});
assert.equal(batch.filter((name) => name === "ItemCompleted").length, 2);
check("utility.batchAll");

assert.ok(api.call.subnetInfoRuntimeApi.getDynamicInfo, "runtime APIs are decorated from V15");
const root = await api.call.accountNonceApi.accountNonce(alice.address);
assert.ok(root.toNumber() >= 2);
check("runtime API");

const send = (extrinsic, signer) =>
  new Promise((resolve, reject) => {
    extrinsic.signAndSend(signer, (result) => {
      if (result.dispatchError) {
        const { section, name } = api.registry.findMetaError(result.dispatchError.asModule);
        reject(new Error(`${section}.${name}`));
      }
      if (result.status.isInBlock) resolve(result.events.map(({ event }) => event));
    }).catch(reject);
  });
const charlie = keyring.addFromUri("//Charlie");
await send(api.tx.proxy.addProxy(bob.address, "Any", 0), charlie);
const [[definition], deposit] = await api.query.proxy.proxies(charlie.address);
assert.equal(definition.delegate.toString(), bob.address);
assert.ok(deposit.toBigInt() > 0n);
const proxied = await send(api.tx.proxy.proxy(charlie.address, null, inner), bob);
assert.ok(proxied.find(({ method }) => method === "ProxyExecuted").data.result.isOk);
await assert.rejects(send(api.tx.proxy.proxy(alice.address, null, inner), bob), /proxy.NotProxy/);
await send(api.tx.proxy.removeProxies(), charlie);
assert.equal((await free(charlie)) > 0n, true);
check("proxy");

const others = (self) => [alice, bob, charlie].filter((one) => one !== self).map((one) => one.address).sort((one, two) =>
  Buffer.compare(keyring.decodeAddress(one), keyring.decodeAddress(two)));
const { createKeyMulti, encodeAddress } = await import("@polkadot/util-crypto");
const account2of3 = encodeAddress(createKeyMulti([alice, bob, charlie].map((one) => one.address), 2), 42);
await send(api.tx.balances.transferKeepAlive(account2of3, 1_000_000_000n), alice);
const paid2of3 = api.tx.balances.transferKeepAlive(bob.address, 5_000n);
const opened = await send(api.tx.multisig.asMulti(2, others(alice), null, paid2of3, { refTime: 10n ** 10n, proofSize: 10n ** 6n }), alice);
assert.equal(opened.find(({ section }) => section === "multisig").method, "NewMultisig");
const { when } = (await api.query.multisig.multisigs(account2of3, paid2of3.method.hash)).unwrap();
const closed = await send(api.tx.multisig.asMulti(2, others(bob), when, paid2of3, { refTime: 10n ** 10n, proofSize: 10n ** 6n }), bob);
assert.ok(closed.find(({ method }) => method === "MultisigExecuted").data.result.isOk);
check("multisig");

console.log(done.map((name) => `ok ${name}`).join("\n"));
await api.disconnect();
process.exit(0);
