// The states in which every screen is checked: [name, the recorded server's options, the address, what brings the page there, what else on a phone].
const FOUR = {lanes: ['memory', 'aws', 'azure', 'gcp']};
const REASON = 'the provider is back';

const shown = selector => page => page.waitForSelector(selector);
const dryRun = async page => {
  await page.click('#select-group');
  await page.click('#dry-run');
  await page.waitForSelector('#replay');
};
const replay = async page => {
  await dryRun(page);
  await page.fill('#reason', REASON);
  await page.click('#replay');
};

export const STATES = [
  ['flow of four targets', FOUR, 's=flow', shown('.spark .uplot >> nth=3')],
  ['flow that ended equal', {...FOUR, ended: true, empty: true}, 's=flow', shown('.proof.equal')],
  ['flow of one target in French', {}, 's=flow&lang=fr', shown('.spark .uplot')],
  ['flow with a target that is down', {...FOUR, down: 'azure'}, 's=flow', shown('.lane .note.bad')],
  ['menu', {}, 's=parked', shown('#heads tbody tr'), async page => { await page.click('#menu'); await page.waitForSelector('#nav.open'); }],
  ['targets that start', {lanes: ['aws'], starting: true}, 's=flow', shown('.note.warn')],
  ['flow with a station', {}, 's=flow', async page => { await page.click('[data-station=payment]'); await page.waitForSelector('.chart .uplot'); }],
  ['flow with an order to place', FOUR, 's=flow', async page => { await page.click('#place'); await page.waitForSelector('dialog[open] select'); }],
  ['list of keys', {}, 's=catalogue', async page => { await page.waitForSelector('#type'); await page.keyboard.press('?'); await page.waitForSelector('#keys[open]'); }],
  ['story', {}, 's=story&id=O-00042', async page => { await page.waitForSelector('#timeline'); await page.click('text=Data'); }],
  ['story in French', {}, 's=story&id=O-00042&lang=fr', shown('#timeline')],
  ['story of nothing', {}, 's=story&id=o-42', shown('text=Nothing has the id')],
  ['story without an id', {}, 's=story', shown('#find')],
  ['story that a store refuses', {refuse: 'story'}, 's=story&id=O-00042', shown('.note.bad')],
  ['parked', {}, 's=parked', shown('#heads tbody tr')],
  ['parked lane opened', {}, 's=parked', async page => { await page.click('#heads [aria-expanded]'); await page.click('text=Show the data'); await page.waitForSelector('#heads pre'); }],
  ['dry run in French', {}, 's=parked&lang=fr', dryRun],
  ['dry run without a reason', {}, 's=parked', async page => { await dryRun(page); await page.click('#replay'); await page.waitForSelector('[role=alert]'); }],
  ['discard asks', {}, 's=parked', async page => { await dryRun(page); await page.fill('#reason', REASON); await page.click('#discard'); await page.waitForSelector('dialog[open]'); }],
  ['replay that is refused', {}, 's=parked', async (page, server) => { await dryRun(page); server.other('memory', 2); await page.fill('#reason', REASON); await page.click('#replay'); await page.waitForSelector('#action .note.bad'); }],
  ['replay that fails in part', {fails: true}, 's=parked', async page => { await replay(page); await page.waitForSelector('#close'); }],
  ['dry run that expired', {valid: 50}, 's=parked', async page => { await page.click('#select-group'); await page.click('#dry-run'); await page.waitForSelector('#action .note.bad'); }],
  ['nothing parked', {empty: true}, 's=parked', shown('.nothing')],
  ['parked that a store refuses', {refuse: 'parked'}, 's=parked', shown('.note.bad')],
  ['parked while it is read', {silent: true}, 's=parked', shown('[aria-busy]')],
  ['connection lost', {}, 's=parked', async (page, server) => { await page.waitForSelector('#heads tbody tr'); await server.close(); await page.waitForSelector('.need .bad'); }],
  ['sagas', {}, 's=sagas', async page => { await page.click('#stuck button >> nth=0'); await page.waitForSelector('#stuck .lines'); }],
  ['abandon asks', {}, 's=sagas', async page => { await page.click('#stuck .final >> nth=0'); await page.click('#yes'); await page.waitForSelector('dialog [role=alert]'); }],
  ['resume that is refused', {changed: true}, 's=sagas', async page => { await page.click('#stuck button >> nth=1'); await page.fill('dialog textarea', REASON); await page.click('#yes'); await page.waitForSelector('#outcome'); }],
  ['sagas without a right in French', {may: 'read', deployed: true}, 's=sagas&lang=fr', shown('#drain[aria-disabled=true]')],
  ['sagas without trouble', {empty: true}, 's=sagas', shown('#stuck')],
  ['views before the switch', {}, 's=views', async page => { await page.click('#rebuild-order-view'); await page.fill('dialog textarea', REASON); await page.click('#yes'); await page.waitForSelector('#switch'); }],
  ['no view', {noViews: true}, 's=views', shown('.nothing')],
  ['load test that begins', {load: 'runs', until: 2}, 's=load', shown('.load-charts')],
  ['load test under way in French', {load: 'runs', until: 8}, 's=load&lang=fr', shown('[data-series] .uplot >> nth=4')],
  ['load test whose emulator is hidden and invalid', {load: 'runs', over: {state: 'stopped', folder: 'target/load/latest'}}, 's=load&run=gcp.1', shown('text=Invalid')],
  ['capacity search that ended', {load: 'search'}, 's=load', async page => { await page.waitForSelector('.probes .passed'); await page.click('summary'); }],
  ['faults of four targets', FOUR, 's=faults', async page => { await page.waitForSelector('#runs tbody tr'); await page.click('#start-throttle'); await page.click('#yes'); await page.waitForSelector('#outcome'); }],
  ['faults that none has started in French', {empty: true}, 's=faults&lang=fr', shown('#start-throttle')],
  ['catalogue', {}, 's=catalogue', async page => { await page.click('summary'); await page.fill('#find', 'payment'); }],
  ['catalogue with a change checked, in French', {}, 's=catalogue&lang=fr', async page => { await page.fill('#newer', '{}'); await page.click('#compare'); await page.waitForSelector('#contract .note.bad'); }],
];
