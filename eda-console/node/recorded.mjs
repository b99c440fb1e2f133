// A server that answers as a console does, from invented data: for states that a healthy console does not have.
import {readFileSync} from 'node:fs';
import {createServer} from 'node:http';

const TOKEN = 'recorded-token';
const TITLES = {memory: 'Memory', aws: 'AWS', azure: 'Azure', gcp: 'Google'};
const LOOKS = {
  aws: {light: '#b84a00', dark: '#ffa24c', path: 'M-0.88,-0.88H0.88V0.88H-0.88Z'},
  azure: {light: '#2250c8', dark: '#7ea9ff', path: 'M0,-1.1L1.1,0.85H-1.1Z'},
  gcp: {light: '#087b58', dark: '#3fd0a0', path: 'M0,-1C0.55,-1,1,-0.55,1,0C1,0.55,0.55,1,0,1C-0.55,1,-1,0.55,-1,0C-1,-0.55,-0.55,-1,0,-1Z'},
};
const BUSES = {memory: 'in memory', aws: 'Kinesis', azure: 'Event Hubs', gcp: 'Pub/Sub'};

/** Load tests as a page heard them: cli's LoadRunShownTest writes it from answers of real processes. */
const LOADS = JSON.parse(readFileSync(new URL('load.json', import.meta.url)));

const ago = seconds => new Date(Date.now() - seconds * 1000).toISOString();
const inSeconds = seconds => ago(-seconds);
const pad = n => 'O-' + String(n).padStart(5, '0');
const type = name => `orders.${name}.v1`;

const CONSUMERS = [
  ['inventory', 'participant', ['reserve-stock', 'release-stock']], ['payment', 'participant', ['charge-payment', 'refund-payment']], ['ordering', 'participant', ['confirm-order', 'ship-order', 'reject-order']],
  ['fulfilment', 'saga', ['order-placed', 'stock-reserved', 'payment-charged', 'order-confirmed']], ['order-view', 'view', ['order-placed', 'order-shipped', 'order-rejected']],
  ['ordering-catalogue', 'replica', ['product']], ['order-news', 'consumer', ['order-shipped']], ['customer-notification', 'consumer', ['order-news']],
].map(([name, kind, types]) => ({name, kind, types: types.map(type)}));

function parkedLanes() {
  const lanes = (consumer, group, event, reason, cause, from, count, seconds, retry) => Array.from({length: count}, (_, i) => ({
    group, consumer, cause, key: `${group}k${i}`, lane: pad(from + i * 7), events: i % 10 === 5 ? 2 : 1, head: {source: '/orders', id: `${group}-${i}`, type: event},
    reason, attempts: 5, parkedAt: ago(seconds - i * 7), nextRetry: retry ? inSeconds(retry + i) : null, busyUntil: null,
  }));
  return [
    ...lanes('payment', 'g1', type('charge-payment'), 'The payment provider answered 502', 'FAILED', 7, 171, 2712, 42),
    ...lanes('order-view', 'g2', 'orders.order-placed.v2', 'Undecodable: orders.order-placed.v2, no upcaster reads it', 'UNDECODABLE', 3, 14, 2280, 0),
    ...lanes('customer-notification', 'g3', type('order-news'), 'Out of time after 30 s, five times', 'FAILED', 11, 6, 11940, 0),
    ...lanes('inventory', 'g4', type('reserve-stock'), 'IllegalArgumentException: a quantity is 1 to 1,000, this one is 1,200', 'FAILED', 12, 4, 21720, 0),
  ];
}

const STUCK = () => [
  {saga: 'fulfilment', instance: 'O-00317', revision: 42, step: 'charge', reason: 'The compensation of charge was not answered after 3 attempts', since: ago(18120), unsent: [{id: 'c-1', target: 'inventory', type: type('release-stock')}, {id: 'c-2', target: 'ordering', type: type('reject-order')}], timers: []},
  {saga: 'fulfilment', instance: 'O-00288', revision: 9, step: 'ship', reason: 'ship was not answered within 1 day, and confirm cannot be compensated', since: ago(7680), unsent: [], timers: [{name: 'ship', due: ago(7680)}]},
  {saga: 'fulfilment', instance: 'O-00903', revision: 4, step: 'reserve', reason: 'Failed 5 times on orders.stock-reserved.v1, which is parked', since: ago(4260), unsent: [{id: 'c-3', target: 'payment', type: type('charge-payment')}], timers: []},
];

const DIRTY = () => [
  {stream: 'payment-O-00611', unpublished: 3, since: ago(860), cause: 'DENIED', text: 'kinesis:PutRecord on stream/orders'},
  {stream: 'reservation-O-01188', unpublished: 1, since: ago(41), cause: 'THROTTLED', text: 'the bus asked to slow down'},
  {stream: 'order-O-01190', unpublished: 2, since: ago(9), cause: null, text: ''},
];

const steps = (...status) => ['reserve', 'charge', 'confirm', 'ship'].map((name, i) => ({name, status: status[i]}));

function story(id) {
  if (id !== 'O-00042') return {id, found: false, pending: false, at: ago(0), rows: [], streams: [], sagas: [], parked: [], views: [], read: [{what: 'stream ' + id, n: 0}, {what: 'saga fulfilment', n: 0}, {what: 'parking lots of 8 consumers', n: 0}, {what: 'view order-view', n: 0}], notRead: [{what: 'other orders of this person', why: 'only the archive can be searched by person'}]};
  const row = (name, cause, seconds, kind, what, where, text, data) => ({id: name, cause, at: ago(seconds), kind, type: what, where, text, data});
  return {
    id, found: true, pending: true, at: ago(0),
    rows: [
      row('e1', null, 2648.118, 'fact', type('order-placed'), 'order-O-00042, 1', 'records the order', {order: 'O-00042', customer: 'personal', lines: [{product: 'P-2', quantity: 3}]}),
      row('e2', 'e1', 2648.077, 'command', type('reserve-stock'), 'to inventory', 'saga fulfilment, step reserve'),
      row('e3', 'e2', 2648.022, 'fact', type('stock-reserved'), 'reservation-O-00042, 1', ''),
      row('e4', 'e3', 2647.979, 'command', type('charge-payment'), 'to payment', 'step charge, timer 15 min'),
      row('e5', 'e1', 2647.906, 'view', 'order-view', 'row O-00042', 'placed'),
      row('e6', 'e4', 2641.698, 'parked', 'parked at payment', 'lane O-00042', '5 attempts, the provider answered 502 each time'),
      row('e7', 'e4', 1721.032, 'timer', 'timer charge', 'due 15 min after the command', 'no answer in time: the charge may have happened, so it is compensated'),
      row('e8', 'e7', 1720.996, 'undo', type('refund-payment'), 'to payment', 'compensates charge, attempt 1 of 3'),
      row('e9', 'e8', 1720.845, 'parked', 'parked behind the charge', 'lane O-00042', 'events of one order stay in order, so the refund waits'),
      row('e10', null, 1270.219, 'person', 'triskel.subject-forgotten.v1', 'customers', 'the key of customer C-0017 is dropped'),
    ],
    streams: [{stream: 'order-O-00042', revision: 1, more: false}],
    sagas: [{saga: 'fulfilment', instance: 'O-00042', revision: 9, status: 'running', ending: null, reason: null, steps: steps('done', 'undoing', 'pending', 'pending'), timers: [{name: 'undo charge', due: inSeconds(84660), failures: 0}], unsent: [], trouble: null}],
    parked: [{consumer: 'payment', key: 'g1k5', lane: 'O-00042', events: 2, head: {source: '/orders', id: 'g1-5', type: type('charge-payment')}, reason: 'The payment provider answered 502', parkedAt: ago(2641), nextRetry: inSeconds(40)}],
    views: [{view: 'order-view', row: {order: 'O-00042', state: 'placed', total: 44997, customer: 'forgotten'}}],
    read: [{what: 'streams order, reservation, payment', n: 3}, {what: 'saga fulfilment', n: 1}, {what: 'parking lots of 8 consumers', n: 2}, {what: 'view order-view', n: 1}],
    notRead: [{what: 'other orders of this person', why: 'only the archive can be searched by person, and this console has none'}, {what: 'spans', why: 'the cloud keeps them, not the stores'}],
  };
}

function types() {
  const producers = {reserve: 'fulfilment', release: 'fulfilment', charge: 'fulfilment', refund: 'fulfilment', confirm: 'fulfilment', ship: 'fulfilment', reject: 'fulfilment', order: 'ordering', stock: 'inventory', payment: 'payment', product: 'catalogue'};
  const names = ['order-placed', 'order-confirmed', 'order-rejected', 'order-cancelled', 'order-shipped', 'order-news', 'product', 'reserve-stock', 'release-stock', 'stock-reserved', 'stock-released', 'charge-payment', 'refund-payment', 'payment-charged', 'confirm-order', 'ship-order', 'reject-order'];
  return {
    types: names.map(name => ({
      type: type(name), name: 'orders.' + name, version: 1, newest: true, upcast: false, key: '{order}', producers: [producers[name.split('-')[0]]],
      kind: name === 'order-news' ? 'Notification' : name === 'product' ? 'StateTransfer' : producers[name.split('-')[0]] === 'fulfilment' ? 'Command' : 'Sourced',
      consumers: CONSUMERS.filter(one => one.types.includes(type(name))).map(one => one.name),
      schema: {type: 'object', properties: {order: {type: 'string'}, customer: {type: 'string'}}, required: ['order']},
      members: [{name: 'order', type: 'string', personal: false, required: true}, {name: 'customer', type: 'string', personal: true, required: false}],
    })),
    asyncapi: true,
    undecodable: [{type: 'orders.order-placed.v2', consumer: 'order-view', events: 14}],
  };
}

const both = (en, fr) => ({en, fr});
const FAULTS = lane => [['throttle', 10, both('The bus rejects every event as throttled.', 'Le bus refuse chaque événement pour cause de débit.')], ['kill', 10, both('The process of a function is killed every second.', 'Le processus d’une fonction est tué chaque seconde.')],
  ['duplicate', 10, both('Answers of the bus are lost, so that clients send again.', 'Les réponses du bus sont perdues ; les clients renvoient.')], ['slow', 12, both('Each call of payment takes 400 ms longer.', 'Chaque appel de payment dure 400 ms de plus.')], ['freeze', 5, both('The store does not answer.', 'Le stockage ne répond pas.')]]
  .map(([kind, seconds, effect]) => ({kind, seconds, effect, ...lane === 'memory' && kind === 'kill' ? {whyNot: both('In memory there is no function process to kill.', 'En mémoire, il n’y a pas de processus à tuer.')} : {}}));
const FAULT_RUNS = lane => [
  {id: 'f1', kind: 'throttle', by: 'm.diallo', began: ago(94), secondsLeft: 0, state: 'recovered', orders: 40, underWay: 0, worstUnderWay: 38, lagBefore: 4, lag: 4, worstLag: 56, recoveredMs: 3420, lost: 0, doubled: 0, parked: 1},
  {id: 'f2', kind: 'duplicate', by: 'j.roux', began: ago(61), secondsLeft: 0, state: 'left', orders: 40, underWay: 1, worstUnderWay: 9, recoveredMs: null},
  {id: 'f3', kind: 'slow', by: 'm.diallo', began: ago(20), secondsLeft: 0, state: 'recovering', orders: 81, underWay: 12, worstUnderWay: 31, lagBefore: 0, lag: 17, worstLag: 41, recoveredMs: null},
  {id: 'f4', kind: 'freeze', by: 'm.diallo', began: ago(2), secondsLeft: 3, state: 'running', orders: 89, underWay: 20, worstUnderWay: 20, lagBefore: 17, lag: 22, worstLag: 22, recoveredMs: null},
];

const LOG = () => [
  {revision: 3, at: ago(1380), by: 'j.roux', action: 'replay', on: 'payment, 1 lane', why: 'INC-2291: is the provider back?', status: 200, answer: '1 failed again'},
  {revision: 2, at: ago(3660), by: 'm.diallo', action: 'resume', on: 'fulfilment O-00317', why: 'Provider says refunds work again', status: 409, answer: 'refused: revision 41 is now 42'},
  {revision: 1, at: ago(90000), by: 'j.roux', action: 'discard', on: 'customer-notification, 2 events', why: 'Notices of last week; agreed with support', status: 200, answer: '2 discarded'},
];

/**
 * Starts a server. options: lanes, deployed, may, empty, refuse (a part whose port fails), silent (events never come), ended, changed, fails, valid, down, starting, load (a recorded load test), until (how many of its messages), over, page (the address of a console that has the page).
 */
export async function recorded(options) {
  const lanes = options.lanes ?? ['memory'];
  const rows = options.empty ? [] : parkedLanes();
  const state = {parked: new Map(lanes.map(lane => [lane, rows.map(row => ({...row}))])), log: LOG(), tokens: new Map(), clients: new Set(), id: 0, history: [], rebuild: null, generation: 3};
  const stuck = options.empty ? [] : STUCK();

  const parked = lane => state.parked.get(lane);
  const groups = lane => [...new Set(parked(lane).map(one => one.group))].map(group => {
    const of = parked(lane).filter(one => one.group === group);
    return {id: group, consumer: of[0].consumer, reason: of[0].reason, cause: of[0].cause, events: of.reduce((sum, one) => sum + one.events, 0), lanes: of.length, oldest: of[0].parkedAt, nextRetry: of[0].nextRetry, busy: 0, exact: true};
  });
  const lot = lane => ({lane, at: ago(0), groups: groups(lane), events: groups(lane).reduce((sum, one) => sum + one.events, 0), lanes: parked(lane).length, exact: true, discarded: 4, notRead: []});
  const need = lane => {
    const all = lot(lane);
    const worst = all.groups[0];
    return {lane, at: ago(0), stuck: {n: stuck.length, oldest: stuck[0]?.since ?? null, exact: true}, parked: {n: all.events, needPerson: lanes.length > 1 ? 0 : all.events, oldest: worst?.oldest ?? null, worst: worst ? {consumer: worst.consumer, n: worst.events} : null, exact: true},
      outbox: {streams: options.empty ? 0 : 3, needPerson: options.empty ? 0 : 1, oldest: options.empty ? null : ago(860), exact: true}, notRead: []};
  };
  const rebuild = () => ({lane: lanes[0], at: ago(0), view: 'order-view', generation: state.generation + 1, phase: 'archive', done: 31400, of: 214907, unreadable: 0, compared: null, startedAt: ago(13), by: 'm.diallo', message: '', ...state.rebuild});
  const view = lane => ({lane, at: ago(0), view: 'order-view', generation: state.generation, building: state.rebuild && state.rebuild.phase !== 'switched' ? state.generation + 1 : null, behind: 22, ageMs: 400, rows: null, positions: {'shard 0': '49671…8802', 'shard 1': '49671…1127'}, handoverEnds: state.rebuild?.phase === 'switched' ? inSeconds(300) : null});
  const figure = (lane, scale = 1) => ({
    lane, at: ago(0), rate: options.ended ? 0 : 71.5 * scale, handlerMs: {p50: options.ended ? null : 4.2, p99: options.ended ? null : 31.4, n: 286}, parked: groups(lane)[0]?.events ?? 0, parkedExact: true, repeats: 12, failures: 1, published: 1190, rejected: 0, events: 4212,
    sagas: {ended: {completed: 118, compensated: 27}, stuck: stuck.length}, stations: Object.fromEntries(CONSUMERS.map((one, i) => [one.name, {handled: 40 + i * 31, failed: i, repeats: i, parked: groups(lane).filter(each => each.consumer === one.name).reduce((sum, each) => sum + each.events, 0), waiting: i === 1 ? 4 : 0, p50: 3.1, p99: 42, oldestMs: 900}])),
  });

  function initial(screen, lane) {
    const all = [['hello', {schema: 1, screen, lane, at: ago(0)}], ['need', need(lane)]];
    if (options.silent) return all.slice(0, 1);
    if (options.load) return [['hello', {schema: 1, screen, at: ago(0)}], ...LOADS[options.load].messages.slice(0, options.until), ...options.over ? [['over', options.over]] : []];
    if (options.refuse === screen) return [...all, ['stale', {lane, at: ago(0), what: screen, why: 'DENIED: dynamodb:Query on table/orders-' + screen}]];
    if (screen === 'parked') all.push(['lot', lot(lane)]);
    if (screen === 'sagas') all.push(['sagas', {lane, at: ago(0), running: 412, compensating: null, timersDue: options.empty ? 0 : 12, unsent: options.empty ? 0 : 3, stuck, exact: true, notRead: []}], ['outbox', {lane, at: ago(0), buckets: 16, read: 16, dirty: options.empty ? [] : DIRTY(), exact: true, notRead: []}]);
    if (screen === 'faults') all.push(['faults', {lane, at: ago(0), kinds: FAULTS(lane)}], ...options.empty ? [] : FAULT_RUNS(lane).map(run => ['fault', {lane, at: ago(0), ...run}]));
    if (screen === 'views') all.push(['view', view(lane)], ...state.rebuild ? [['rebuild', rebuild()]] : []);
    if (screen === 'flow') {
      for (let i = 30; i > 0; i--) all.push(['figure', {...figure(lane, 1 + Math.sin(i / 3) / 4), at: ago(i * 2)}]);
      if (!options.empty) all.push(['parked', {lane, consumer: 'payment', event: 'g1-0', reason: 'The payment provider answered 502'}]);
      for (let i = 40; i < 80; i++) {
        if (lanes.length > 1) all.push(['order', {lane, order: pad(i), state: options.ended ? ['shipped', 'shipped', 'rejected', 'cancelled'][i % 4] : ['shipped', 'placed', 'rejected', 'confirmed'][(i + lane.length) % 4], parked: false}]);
      }
      const chain = [[null, 'fulfilment', 'order-placed', 'fact'], ['fulfilment', 'inventory', 'reserve-stock', 'command'], ['inventory', 'fulfilment', 'stock-reserved', 'fact'], ['fulfilment', 'payment', 'charge-payment', 'command'], ['payment', 'fulfilment', 'payment-charged', 'fact'], ['fulfilment', 'payment', 'refund-payment', 'command', true], [null, 'order-view', 'order-placed', 'fact'], ['fulfilment', 'ordering', 'confirm-order', 'command']];
      all.push(['move', {lane, n: 1, events: chain.flatMap(([from, to, what, kind, undo], i) => [0, 1, 2].map(k => ({id: `m${i}${k}`, type: type(what), kind, undo: Boolean(undo), repeat: k === 2 && i === 4, order: pad(20 + i * 3 + k), from, to, at: ago(1 - (i * 3 + k) * .02)})))}]);
      if (lanes.length > 1) all.push(['phase', {lane, phase: options.ended ? 'ended' : 'orders'}]);
      if (options.ended) all.push(['ended', {lane, complete: true, digest: '3a9c983bc55de5a5', summary: {}}], ...lane === lanes.at(-1) ? [['proof', {lane, equal: true, digest: '3a9c 983b c55d e5a5', differences: []}]] : []);
    }
    return all;
  }

  const write = (client, [event, data], id) => client.response.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  function send(event, data) {
    const message = [event, data];
    state.history.push([++state.id, message]);
    state.clients.forEach(client => write(client, message, state.id));
  }

  function done(by, action, on, status, answer, why, lane = lanes[0]) {
    state.log.unshift({revision: state.log.length + 1, at: ago(0), by, action, on, why, status, answer});
    send('done', {lane, at: ago(0), action, by, on, lanes: [], status});
    send('lot', lot(lane));
    send('need', need(lane));
  }

  const refuse = (status, error, message, more = {}) => ({status, body: {error, message, fix: '', ...more}});
  const chosen = (lane, select) => parked(lane).filter(one => select.groups?.includes(one.group) || select.lanes?.some(each => each.key === one.key));
  const reasonOf = body => (body.reason ?? '').trim().length >= 10 ? null : refuse(422, 'reason-too-short', 'The reason has fewer than 10 characters.');

  const actions = {
    'parked/dry-run': (lane, body) => {
      const of = chosen(lane, body.select);
      if (!of.length) return refuse(422, 'nothing-selected', 'Nothing is selected.');
      const token = 'd-' + state.tokens.size;
      const events = of.reduce((sum, one) => sum + one.events, 0);
      state.tokens.set(token, {keys: of.map(one => one.key), expires: Date.now() + (options.valid ?? 300_000)});
      return {body: {token, expires: inSeconds((options.valid ?? 300_000) / 1000), lanes: of.length, events, deliver: events - (of.length > 5 ? 2 : 0), handledBefore: of.length > 5 ? 1 : 0, busy: of.length > 5 ? 1 : 0, late: 0, unknown: 0, discards: of.length, exact: true,
        items: of.slice(0, 200).map(one => ({consumer: one.consumer, key: one.key, lane: one.lane, head: one.head, events: one.events, expect: 'deliver', why: ''})), notKnown: ['whether the handler succeeds']}};
    },
    'parked/replay': (lane, body) => useToken(lane, body, 'replay', of => {
      const first = of.slice(0, 60);
      const failed = options.fails ? first.slice(0, 1) : [];
      state.parked.set(lane, parked(lane).filter(one => !first.includes(one) || failed.includes(one)));
      const handled = first.reduce((sum, one) => sum + one.events, 0) - failed.length;
      return {handled, duplicates: 0, failed: failed.length, busy: 0, opened: first.length - failed.length, portFailures: 0, lanesDone: first.length, lanesLeft: of.length - first.length, more: of.length > first.length,
        items: first.map(one => ({consumer: one.consumer, key: one.key, lane: one.lane, handled: 1, duplicates: 0, failed: failed.includes(one) ? 1 : 0, busy: false, opened: true, message: failed.includes(one) ? 'The payment provider answered 502' : ''}))};
    }),
    'parked/discard': (lane, body) => useToken(lane, body, 'discard', of => {
      state.parked.set(lane, parked(lane).filter(one => !of.includes(one)));
      return {discarded: of.length, busy: 0, gone: 0, items: []};
    }),
    'types/check': () => ({body: {breaking: 1, changes: 2, shown: [
      {message: 'orders.order-placed.v1', where: 'data.total', rule: 'type', what: 'type', was: 'integer', is: 'string', breaks: ['backward', 'forward']},
      {message: 'orders.order-placed.v1', where: 'data.note', rule: 'member-added', what: '', was: '', is: '', breaks: []}]}}),
    'outbox/drain': (lane, body) => reasonOf(body) ?? {body: {streams: 2, published: 3, left: [{stream: 'payment-O-00611', cause: 'DENIED', text: 'kinesis:PutRecord on stream/orders'}], unreadBuckets: []}},
  };

  function useToken(lane, body, action, does) {
    const short = reasonOf(body);
    if (short) return short;
    const token = state.tokens.get(body.token);
    if (!token || token.expires < Date.now()) return refuse(410, 'token-expired', 'The dry run has expired.');
    const of = parked(lane).filter(one => token.keys.includes(one.key));
    if (!token.begun && of.length < token.keys.length) {
      const gone = token.keys.filter(key => !of.some(one => one.key === key));
      done('m.diallo', action, `payment, ${token.keys.length} lanes`, 409, 'refused: the selection changed', body.reason, lane);
      return refuse(409, 'changed', `${gone.length} of ${token.keys.length} lanes changed since the dry run.`, {changed: gone.map(key => ({consumer: 'payment', key, lane: rows.find(one => one.key === key).lane, was: {head: 'x', events: 1}, now: null, by: 'replay by j.roux'}))});
    }
    token.begun = true;
    const answer = does(of);
    token.keys = token.keys.filter(key => answer.more && parked(lane).some(one => one.key === key));
    if (!answer.more) done('m.diallo', action, `${of[0]?.consumer}, ${of.length} lanes`, 200, `${answer.handled ?? answer.discarded} ${action === 'replay' ? 'handled' : 'discarded'}`, body.reason, lane);
    return {body: answer};
  }

  function sagaAction(saga, instance, verb, body) {
    const one = stuck.find(each => each.instance === instance);
    if (!one) return refuse(404, 'not-found', 'The row is gone.');
    if (body.seen.revision !== one.revision || options.changed) return refuse(409, 'changed', 'The row changed.', {changed: [{saga, instance, was: {revision: body.seen.revision}, now: {revision: one.revision + 1, status: 'running'}, by: null}]});
    stuck.splice(stuck.indexOf(one), 1);
    done('m.diallo', verb, `${saga} ${instance}`, 200, verb === 'resume' ? 'running' : 'ended', body.reason);
    send('sagas', {lane: lanes[0], at: ago(0), running: 412, compensating: null, timersDue: 12, unsent: 3, stuck, exact: true, notRead: []});
    return {body: verb === 'resume' ? {status: 'running', revision: one.revision + 1} : {status: 'ended', revision: one.revision + 1, commands: one.unsent}};
  }

  const PROGRESS = {rebuild: {phase: 'archive'}, switch: {phase: 'switched'}, drop: {phase: 'done'}, stop: {phase: 'stopped'}};
  const COMPARED = {rows: 500, differ: 6, members: ['total'], exact: false};
  function viewAction(name, verb, body) {
    const short = reasonOf(body);
    if (short) return short;
    if (verb === 'switch' && state.rebuild?.phase !== 'compare') return refuse(409, 'not-ready', 'The new generation is not compared yet.');
    if (verb === 'switch') state.generation++;
    state.rebuild = {...PROGRESS[verb], generation: verb === 'rebuild' ? state.generation + 1 : state.rebuild.generation, compared: verb === 'switch' ? COMPARED : null};
    if (verb === 'rebuild') {
      setTimeout(() => { state.rebuild = {phase: 'bus', done: 12, of: 41}; send('rebuild', rebuild()); }, 150);
      setTimeout(() => { state.rebuild = {phase: 'compare', done: 41, of: 41, compared: COMPARED}; send('rebuild', rebuild()); }, 300);
    }
    done('m.diallo', verb, name, 200, verb, body.reason);
    send('view', view(lanes[0]));
    send('rebuild', rebuild());
    return {body: rebuild()};
  }

  function api(method, path, query, body) {
    const [lane, part, ...rest] = path;
    if (path.length === 1 && lane === 'console' && options.starting) return {body: {schema: 1, may: 'read', lanes: lanes.map(id => ({id, title: TITLES[id], down: 'The target starts.'}))}};
    if (path.length === 1 && lane === 'console' && options.load) return {body: {...LOADS[options.load].console, now: ago(0)}};
    if (path.length === 1 && lane === 'console') {
      return {body: {schema: 1, application: 'order-pipeline', environment: {name: options.deployed ? 'orders-prod' : 'demo', deployed: Boolean(options.deployed)}, identity: 'm.diallo', may: options.may ?? 'act', now: ago(0),
        lanes: lanes.map(id => ({id, title: TITLES[id], evidence: id === 'memory' ? 'memory' : 'emulator', bus: BUSES[id], look: LOOKS[id], ...id === options.down ? {down: 'Its process ended.'} : {}})), screens: options.screens ?? ['flow', 'story', 'parked', 'sagas', 'views', 'catalogue', ...options.deployed ? [] : ['faults']], canPlace: !options.deployed,
        place: {title: {en: 'Place an order', fr: 'Passer une commande'}, fields: [{name: 'product', label: {en: 'Product', fr: 'Produit'}, kind: 'choice', value: 'P-2', choices: [{value: 'P-1', label: {en: 'Espresso beans, 1 kg'}}, {value: 'P-2', label: {en: 'Filter coffee, 500 g'}}]}, {name: 'quantity', label: {en: 'Quantity', fr: 'Quantité'}, kind: 'number', min: 1, max: 1000, value: 3}]},
        consumers: CONSUMERS, sagas: ['fulfilment'], views: options.noViews ? [] : [{name: 'order-view', canRebuild: true}], streams: ['order-{id}', 'payment-{id}'], refreshMs: 5000}};
    }
    if (path.length === 1 && lane === 'orders') return {body: {lanes: Object.fromEntries(lanes.map(one => [one, {order: 'O-M0001'}]))}};
    if (!lanes.includes(lane)) return refuse(404, 'unknown-lane', 'There is no such lane.');
    if (options.refuse === part) return refuse(503, 'port-failed', 'The store did not answer.', {port: 'EventStore', cause: 'DENIED: dynamodb:Query on table/orders-events'});
    if (method === 'POST') {
      if (part === 'orders') return {body: {order: 'O-M0001'}};
      if (part === 'sagas') return reasonOf(body) ?? sagaAction(rest[0], rest[1], rest[2], body);
      if (part === 'faults') return reasonOf(body) ?? refuse(409, 'not-ready', 'The run is not over; --chaos disturbs a run itself.');
      if (part === 'views') return viewAction(rest[0], rest[1], body);
      return actions[[part, ...rest].join('/')]?.(lane, body) ?? refuse(404, 'unknown-path', 'There is no such path.');
    }
    if (part === 'actions') return {body: {items: options.empty ? [] : state.log.slice(0, 10), next: null}};
    if (part === 'types') return {body: types()};
    if (part === 'story') return {body: story(rest[0])};
    if (part === 'sagas' && rest.length === 2) return {body: {...STUCK().find(one => one.instance === rest[1]), status: 'stuck', steps: steps('done', 'unknown', 'pending', 'pending')}};
    if (part === 'parked' && rest.length === 1) {
      const of = parked(lane).filter(one => one.group === rest[0]);
      const from = Number(query.get('after') ?? 0);
      const until = from + Number(query.get('limit') ?? 50);
      return of.length ? {body: {group: rest[0], items: of.slice(from, until), next: until < of.length ? String(until) : null, read: until, exact: true}} : refuse(404, 'not-found', 'The group is gone.');
    }
    const row = part === 'parked' ? parked(lane).find(one => one.key === rest[1]) : null;
    if (row) {
      const event = {event: row.head, kind: 'command', at: row.parkedAt, correlation: row.lane, causation: 'e-3', reason: row.reason, attempts: 5, parkedAt: row.parkedAt, nextRetry: row.nextRetry, position: 'partition 0: 17', decodable: row.cause !== 'UNDECODABLE', bytes: 412};
      return {body: rest.length === 2 ? {consumer: row.consumer, key: row.key, lane: row.lane, items: [event], next: null} : {...event, data: {order: row.lane, cents: 14999, card: 'personal', note: '<img src=x onerror=alert(1)>'}}};
    }
    return refuse(404, 'not-found', 'Nothing is there.');
  }

  async function file(response, name) {
    const answer = await fetch(new URL(name, options.page));
    const headers = [...answer.headers].filter(([one]) => /^content-(type|security-policy)$|^x-content-type-options$|^cache-control$/.test(one));
    response.writeHead(answer.status, Object.fromEntries(headers)).end(Buffer.from(await answer.arrayBuffer()));
  }

  function events(request, response, query) {
    response.writeHead(200, {'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store'});
    response.write('retry: 200\n\n');
    const client = {response, screen: query.get('screen')};
    const last = Number(request.headers['last-event-id'] ?? 0);
    state.resumed = request.headers['last-event-id'] ?? null;
    if (last && last <= state.id) state.history.filter(([id]) => id > last).forEach(([id, message]) => write(client, message, id));
    else lanes.filter(lane => lane !== options.down).forEach(lane => initial(client.screen, lane).forEach(message => write(client, message, ++state.id)));
    state.clients.add(client);
    request.on('close', () => state.clients.delete(client));
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    if (url.pathname === '/events') return events(request, response, url.searchParams);
    if (!url.pathname.startsWith('/api/')) return file(response, url.pathname);
    let text = '';
    for await (const part of request) text += part;
    const open = request.method === 'GET' || request.headers['x-triskel-token'] === TOKEN;
    const path = url.pathname.slice(5).split('/').map(decodeURIComponent);
    if (options.slow) await new Promise(go => setTimeout(go, options.slow));
    const {status = 200, body} = open ? api(request.method, path, url.searchParams, text ? JSON.parse(text) : {}) : refuse(403, 'wrong-token', 'The token is wrong.');
    response.writeHead(status, {'Content-Type': 'application/json', 'Cache-Control': 'no-store'}).end(JSON.stringify(body));
  });
  await new Promise(ready => server.listen(options.port ?? 0, '127.0.0.1', ready));
  const {port} = server.address();
  return {
    state, send, port, url: `http://127.0.0.1:${port}/`, token: TOKEN,
    /** Another operator replays lanes first. */
    other(lane, count) { state.parked.set(lane, parked(lane).slice(count)); },
    /** Breaks all connections, as a network does. */
    cut() { state.clients.forEach(client => client.response.destroy()); },
    close: () => new Promise(closed => { server.closeAllConnections(); server.close(closed); }),
  };
}
