/**
 * Merges results: workers of a repeat into one {@link io.triskel.load.report.merge.RepeatRun}, repeats of a target into one
 * {@link io.triskel.load.report.merge.TargetRun}, with intervals over repeats. This package knows nothing of pages.
 */
@NullMarked
package io.triskel.load.report.merge;

import org.jspecify.annotations.NullMarked;
