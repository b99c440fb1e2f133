/**
 * Several workers on one bus: what each sent and saw ({@link io.triskel.load.ledger.WorkerLedger}, a file beside its result), and what
 * all of them together tell of loss, repeats and order ({@link io.triskel.load.ledger.SharedRun}). Runs write these files; the command line
 * and reports read them.
 */
@NullMarked
package io.triskel.load.ledger;

import org.jspecify.annotations.NullMarked;
