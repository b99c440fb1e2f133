/**
 * What becomes of a delivery: one settlement for every kind of source. Order, duplicates, retry and parking are decided here,
 * and only here; an adapter says how its source brings back what is unsettled and translates the verdicts.
 *
 * <p>The ports are in {@code inbox} and {@code parking}. Nothing here knows a bus, waits in the background or keeps a
 * thread. Start reading at {@link io.triskel.consume.BatchProcessor}; the rules are in {@code docs/settlement.md}.
 */
@NullMarked
package io.triskel.consume;

import org.jspecify.annotations.NullMarked;
