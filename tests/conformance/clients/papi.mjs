// polkadot-api (PAPI), unmodified: connect by the new JSON-RPC, read, watch, sign a transfer, a batch, a proxy call.
// usage: node papi.mjs ENDPOINT MAJOR; runs in a folder where polkadot-api and @polkadot-labs/hdkd are installed.
import assert from "node:assert/strict";
import { createClient, Binary, Enum } from "polkadot-api";
import { getPolkadotSigner } from "polkadot-api/signer";
import { sr25519CreateDerive } from "@polkadot-labs/hdkd";
import { DEV_MINI_SECRET, ss58Address } from "@polkadot-labs/hdkd-helpers";

const [endpoint, major] = process.argv.slice(2);
let provider;
if (major === "1") {
  const { getWsProvider } = await import("polkadot-api/ws-provider/node");
  const { withPolkadotSdkCompat } = await import("polkadot-api/polkadot-sdk-compat");
  provider = withPolkadotSdkCompat(getWsProvider(endpoint));
} else {
  const { getWsProvider } = await import("polkadot-api/ws");
  const { WebSocket } = await import("ws");
  provider = getWsProvider(endpoint, { websocketClass: WebSocket });
}
const client = createClient(provider);
const check = (name) => console.log(`ok ${name}`);
const derive = sr25519CreateDerive(DEV_MINI_SECRET);
const key = (path) => {
  const pair = derive(path);
  return { address: ss58Address(pair.publicKey, 42), signer: getPolkadotSigner(pair.publicKey, "Sr25519", pair.sign) };
};
const [alice, bob, charlie] = ["//Alice", "//Bob", "//Charlie"].map(key);

const finalized = await client.getFinalizedBlock();
assert.ok(finalized.hash.startsWith("0x") && finalized.number >= 0);
const spec = await client.getChainSpecData();
assert.equal(spec.name, "Bittensor");
assert.equal(spec.properties.tokenSymbol, "TAO");
check("connect");

const api = client.getUnsafeApi();
const free = async (who, ...options) => (await api.query.System.Account.getValue(who.address, ...options)).data.free;
const before = await free(bob);
assert.ok(before > 0n);
check("storage value");

const names = await api.query.SubtensorModule.NetworksAdded.getEntries();
assert.deepEqual(names.map(({ keyArgs }) => keyArgs[0]).sort(), [0, 1]);
check("storage entries");

assert.equal(await api.constants.Balances.ExistentialDeposit(), 500n);
check("constants");

const hyperparameters = await api.apis.SubnetInfoRuntimeApi.get_subnet_hyperparams(1);
assert.equal(Number(hyperparameters.tempo), 100);
check("runtime API");

const amount = 1_000_000_000n;
const transfer = api.tx.Balances.transfer_keep_alive({ dest: Enum("Id", bob.address), value: amount });
const fee = await transfer.getEstimatedFees(alice.address);
const sender = await free(alice);
const sent = await transfer.signAndSubmit(alice.signer);
assert.ok(sent.ok);
assert.equal((await free(bob, { at: sent.block.hash })) - before, amount);
const paid = sent.events.find(({ type, value }) => type === "TransactionPayment" && value.type === "TransactionFeePaid");
assert.equal(paid.value.value.actual_fee, sender - (await free(alice, { at: sent.block.hash })) - amount);
assert.ok(fee === paid.value.value.actual_fee || fee + 1n === paid.value.value.actual_fee, `${fee}`);
check("transfer, fees and events");

const seen = await new Promise((resolve, reject) => {
  const types = [];
  transfer.signSubmitAndWatch(alice.signer).subscribe({
    next: (event) => {
      types.push(event.type);
      if (event.type === "finalized") resolve(types);
    },
    error: reject,
  });
});
assert.ok(seen.includes("broadcasted") && seen.includes("txBestBlocksState") && seen.at(-1) === "finalized", `${seen}`);
check("watched to finalized");

const changes = [];
const watch = api.query.System.Account.watchValue(charlie.address, ...(major === "1" ? ["best"] : [{ at: "best" }]));
const watching = new Promise((resolve, reject) => {
  const subscription = watch.subscribe({
    next: (told) => {
      changes.push((told.value ?? told).data.free);
      if (changes.length === 2) {
        subscription.unsubscribe();
        resolve();
      }
    },
    error: reject,
  });
});
const call = (value) => api.tx.Balances.transfer_keep_alive({ dest: Enum("Id", charlie.address), value }).decodedCall;
const batch = await api.tx.Utility.batch_all({ calls: [call(1n), call(2n)] }).signAndSubmit(bob.signer);
assert.ok(batch.ok);
await watching;
assert.equal(changes[1] - changes[0], 3n);
check("batch and storage subscription");

const failing = await api.tx.SubtensorModule.start_call({ netuid: 1 }).signAndSubmit(bob.signer);
assert.equal(failing.ok, false);
assert.equal(failing.dispatchError.type, "BadOrigin");
check("dispatch error");

await assert.rejects(
  api.tx.Balances.transfer_keep_alive({ dest: Enum("Id", bob.address), value: 1n }).signAndSubmit(key("//Nobody").signer),
  (error) => /Invalid|Payment/.test(`${error} ${JSON.stringify(error)}`),
);
check("refused before broadcast");

const added = await api.tx.Proxy.add_proxy({
  delegate: Enum("Id", bob.address),
  proxy_type: Enum("Any"),
  delay: 0,
}).signAndSubmit(charlie.signer);
assert.ok(added.ok);
const proxied = await api.tx.Proxy.proxy({
  real: Enum("Id", charlie.address),
  force_proxy_type: undefined,
  call: api.tx.Balances.transfer_keep_alive({ dest: Enum("Id", alice.address), value: 5n }).decodedCall,
}).signAndSubmit(bob.signer);
assert.ok(proxied.ok);
assert.ok(proxied.events.some(({ type, value }) => type === "Proxy" && value.type === "ProxyExecuted" && value.value.result.success));
check("proxy");

const others = [bob, charlie]
  .sort((one, two) => Buffer.compare(Buffer.from(one.signer.publicKey), Buffer.from(two.signer.publicKey)))
  .map(({ address }) => address);
const opened = await api.tx.Multisig.as_multi({
  threshold: 2,
  other_signatories: others,
  maybe_timepoint: undefined,
  call: call(7n),
  max_weight: { ref_time: 10n ** 10n, proof_size: 10n ** 6n },
}).signAndSubmit(alice.signer);
assert.ok(opened.ok);
assert.ok(opened.events.some(({ type, value }) => type === "Multisig" && value.type === "NewMultisig"));
const waiting = await api.query.Multisig.Multisigs.getEntries();
assert.equal(waiting.length, 1);
check("multisig");

const block = await client.getBestBlocks();
const body = await client.getBlockBody(block[0].hash);
assert.ok(body.length >= 1);
const header = await client.getBlockHeader(block[0].hash);
assert.equal(header.number, block[0].number);
check("body and header");

client.destroy();
process.exit(0);
