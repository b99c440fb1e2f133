/**
 * What result files say, one {@link io.triskel.load.report.result.WorkerRun} per target, repeat and worker. Files are checked here and
 * nowhere else: whatever leaves this package is complete, or was absent in the file. Reading starts at
 * {@link io.triskel.load.report.result.Results}.
 */
@NullMarked
package io.triskel.load.report.result;

import org.jspecify.annotations.NullMarked;
