// What a person does on a console that runs: [a sentence that is true, how it is tried]. ConsoleForBrowser.java says what there is.
import assert from 'node:assert/strict';

const REASON = 'the provider is back';
const text = (page, selector) => page.locator(selector).innerText();
const row = (page, lane) => page.locator('#heads tr', {has: page.locator(`code:text-is("order-${lane}")`)});
const heads = page => page.locator('#heads tbody input').count();
const until = async (what, holds) => {
  const end = Date.now() + 180_000;
  while (!await holds()) {
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await new Promise(again => setTimeout(again, 50));
  }
};

async function choose(page, ...lanes) {
  for (const lane of lanes) await row(page, lane).locator('input').check();
  await page.click('#dry-run');
  await page.waitForSelector('#replay');
}

const group = async (ask, console) => (await ask(`api/${console.lanes[0].id}/parked`)).groups.find(one => one.consumer === 'payment');

export const WORK = [
  ['an_order_s_story_shows_each_step_and_what_was_not_read', async ({page, at}) => {
    await at('s=story&id=P-6');
    await page.waitForSelector('#timeline .event');
    const story = await text(page, '#timeline');
    for (const one of ['shop.order-placed.v1', 'order-P-6, 1', 'parked by payment']) assert.ok(story.includes(one), `${one} in ${story}`);
    assert.ok(await page.locator('.arrows path').count() > 0, 'arrows from causes');
    assert.ok((await text(page, '.beside aside')).includes('What was not read'));
  }],
  ['an_id_that_nothing_has_names_the_stores_that_were_asked', async ({page, at}) => {
    await at('s=story&id=nobody');
    await page.waitForSelector('text=Nothing has the id nobody');
    assert.ok(await page.locator('.column .lines li').count() > 0);
  }],
  ['a_parked_lane_opens_to_its_events_and_markup_in_them_stays_text', async ({page, at}) => {
    await at('s=parked');
    await row(page, 'P-1').locator('[aria-expanded]').click();
    await page.click('text=Show the data');
    assert.match(await text(page, '#heads pre'), /P-1/);
    assert.equal(await page.locator('#heads pre *').count(), 0);
  }],
  ['a_single_parked_event_is_replayed_after_a_dry_run_by_keys_alone', async ({page, at}) => {
    await at('s=parked');
    await row(page, 'P-1').locator('input').focus();
    const before = await heads(page);
    await page.keyboard.press('Space');
    await page.locator('#dry-run').focus();
    await page.keyboard.press('Enter');
    await page.locator('#reason').focus();
    await page.keyboard.type(REASON);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=lanes open again');
    await until('one lane fewer', async () => await heads(page) === before - 1);
    await page.waitForSelector(`text=${REASON}`);
  }],
  ['a_replay_without_a_reason_is_not_sent', async ({page, at}) => {
    await at('s=parked');
    await choose(page, 'P-2');
    const before = await heads(page);
    await page.click('#replay');
    await page.waitForSelector('text=at least 10 characters');
    assert.equal(await heads(page), before);
  }],
  ['a_selection_that_another_operator_replayed_is_refused_and_says_what_changed', async ({page, at, ask}) => {
    await at('s=parked');
    await choose(page, 'P-2', 'P-3');
    const console = await ask('api/console');
    const {items} = await ask(`api/${console.lanes[0].id}/parked/${(await group(ask, console)).id}`);
    const {key, consumer} = items.find(one => one.lane === 'order-P-2');
    const dry = await ask(`api/${console.lanes[0].id}/parked/dry-run`, {select: {lanes: [{consumer, key}]}});
    const other = await ask(`api/${console.lanes[0].id}/parked/replay`, {token: dry.token, reason: 'the other operator acts first'});
    assert.equal(other.handled, 1);
    await page.fill('#reason', REASON);
    await page.click('#replay');
    await page.waitForSelector('text=what you selected has changed');
    const answer = await text(page, '#action');
    assert.ok(answer.includes('Nothing was done') && answer.includes('P-2') && !answer.includes('P-3'), answer);
  }],
  ['a_discard_asks_for_a_reason_and_again_before_it_is_final', async ({page, at}) => {
    await at('s=parked');
    await choose(page, 'P-3');
    const before = await heads(page);
    await page.click('#discard');
    await page.waitForSelector('text=at least 10 characters');
    await page.fill('#reason', 'agreed with the support team');
    await page.click('#discard');
    await page.waitForSelector('dialog[open] >> text=This is final.');
    await page.click('dialog >> text=Cancel');
    assert.equal(await heads(page), before);
    await page.click('#discard');
    await page.click('#yes');
    await until('one lane fewer', async () => await heads(page) === before - 1);
  }],
  ['one_event_behind_a_parked_head_is_discarded_alone', async ({page, at}) => {
    await at('s=parked');
    await row(page, 'X-1').locator('[aria-expanded]').click();
    await page.locator('#heads >> text=Discard only this').nth(1).click();
    await page.waitForSelector('#action >> text=Events before and behind it stay parked.');
    assert.equal(await page.locator('#replay').count(), 0);
    await page.fill('#reason', 'agreed with the support team');
    await page.click('#discard');
    await page.waitForSelector('dialog[open] >> text=This is final.');
    await page.click('#yes');
    await page.waitForSelector('#action >> text=Discarded');
    await until('the head alone is left', async () => (await row(page, 'X-1').locator('td').last().innerText()).trim() === '0');
  }],
  ['parked_events_are_replayed_in_bulk_and_those_that_fail_again_stay', async ({page, at}) => {
    await at('s=parked');
    await page.click('#select-shown');
    await page.click('#dry-run');
    await page.fill('#reason', REASON);
    await page.click('#replay');
    await page.waitForSelector('text=some failed again');
    await until('the lane that fails stays', async () => await heads(page) === 1);
    assert.equal(await row(page, 'X-1').count(), 1);
  }],
  ['a_stuck_saga_is_resumed_with_the_revision_that_was_seen', async ({page, at}) => {
    await at('s=sagas');
    await page.waitForSelector('#stuck tbody tr');
    await page.click('#stuck >> text=Resume…');
    await page.fill('dialog textarea', REASON);
    await page.click('#yes');
    await page.waitForSelector('#outcome >> text=S-1 is running again');
  }],
  ['a_rebuild_is_watched_to_its_switch', async ({page, at}) => {
    await at('s=views');
    await page.click('#rebuild-orders');
    await page.fill('dialog textarea', 'correct the totals');
    await page.click('#yes');
    await page.waitForSelector('#switch');
    assert.match(await text(page, '#finding'), /waits for the switch/);
    assert.match(await text(page, '#rebuild'), /compared/);
    await page.click('#switch');
    await page.fill('dialog textarea', 'compared, and correct');
    await page.click('#yes');
    await page.waitForSelector('text=Readers use the new generation.');
  }],
  ['the_catalogue_names_who_reads_a_type', async ({page, at}) => {
    await at('s=catalogue');
    await page.fill('#find', 'payment');
    await page.click('.table >> text=shop.order-placed');
    assert.match(await text(page, '#type'), /payment/);
  }],
  ['the_catalogue_says_whom_a_pasted_document_breaks', async ({page, at}) => {
    await at('s=catalogue');
    const served = await page.evaluate(async () => (await fetch('api/memory/asyncapi')).json());
    await page.fill('#newer', JSON.stringify(served));
    await page.click('#compare');
    await page.waitForSelector('#contract >> text=The documents have the same contract');
    const message = Object.keys(served.components.messages)[0];
    delete served.components.messages[message];
    for (const channel of Object.values(served.channels)) delete channel.messages[message];
    await page.fill('#newer', JSON.stringify(served));
    await page.click('#compare');
    await page.waitForSelector('#contract >> text=1 of 1 change breaks readers or writers');
    await page.fill('#newer', 'asyncapi: 3.0.0');
    await page.click('#compare');
    await page.waitForSelector('#contract >> text=Paste an AsyncAPI 3 document in JSON.');
  }],
  ['flow_shows_the_stations_of_the_application', async ({page, at}) => {
    await at('s=flow');
    await page.click('[data-station=payment]');
    await page.waitForSelector('.side >> text=Handled');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.side >> text=Latest');
  }],
  ['p_holds_the_picture_and_not_the_pipeline', async ({page, at}) => {
    await at('s=flow');
    await page.waitForSelector('#pause[aria-pressed=false]');
    await page.keyboard.press('p');
    await page.waitForSelector('#pause[aria-pressed=true]');
    assert.match(await text(page, '#finding'), /held/);
    await page.keyboard.press('p');
    await page.waitForSelector('#pause[aria-pressed=false]');
  }],
  ['a_fault_is_started_with_a_reason_and_its_recovery_is_shown_and_logged', async ({page, at}) => {
    await at('s=faults');
    await page.waitForSelector('#start-kill[aria-disabled=true]');
    assert.match(await text(page, '#kinds'), /There is no process/);
    await page.click('#start-slow');
    await page.fill('dialog textarea', '');
    await page.click('#yes');
    await page.waitForSelector('dialog [role=alert]');
    await page.fill('dialog textarea', 'to see it recover');
    await page.click('#yes');
    await page.waitForSelector('#stop-slow');
    await page.waitForSelector('#runs >> text=/recovered .* after its end/');
    assert.match(await text(page, '#finding'), /recovered from every fault/);
    await page.waitForSelector('.table >> text=/recovered [0-9.,]+ m?s after its end/');
  }],
  ['keys_lead_to_every_screen_and_the_finding_has_the_focus', async ({page, at}) => {
    await at('s=flow');
    await page.waitForSelector('#finding');
    for (const [key, name] of [['s', 'story'], ['p', 'parked'], ['o', 'sagas'], ['v', 'views'], ['c', 'catalogue'], ['x', 'faults'], ['f', 'flow']]) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await page.waitForSelector(`nav [aria-current=page][href*="s=${name}"]`);
      await until(`focus on the finding of ${name}`, () => page.evaluate(() => document.activeElement.id === 'finding'));
    }
  }],
  ['the_token_leaves_the_address_and_a_reload_keeps_language_and_right', async ({page, at}) => {
    await at('s=sagas');
    await page.waitForSelector('#drain[aria-disabled=false]');
    assert.ok(!page.url().includes('token'));
    await page.click('text=Français');
    await page.reload();
    await page.waitForSelector('#drain[aria-disabled=false] >> text=Vider');
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'fr');
  }],
  ['a_broken_connection_says_so_switches_actions_off_and_resumes_with_what_was_missed', async ({page, through, ask}) => {
    const wire = await through('s=sagas');
    await page.waitForSelector('#drain[aria-disabled=false]');
    wire.cut();
    await page.waitForSelector('text=Not up to date');
    await page.waitForSelector('#drain[aria-disabled=true]');
    await page.click('#drain', {force: true});
    await page.waitForSelector('.said.on >> text=not up to date');
    const {lanes} = await ask('api/console');
    await ask(`api/${lanes[0].id}/outbox/drain`, {reason: 'while the page was away'});
    wire.mend();
    await page.waitForSelector('#drain[aria-disabled=false]');
    await page.waitForSelector('text=while the page was away');
    assert.ok(wire.resumed(), 'the browser asked for what came after the last event');
    await wire.close();
  }],
];
