/**
 * The content of result files, one {@link io.triskel.load.report.result.WorkerRun} per target, repeat and worker, and of an evaluation's
 * file. Only this package checks files: a value that leaves it is complete, or was absent in the file. Start reading at
 * {@link io.triskel.load.report.result.Results}.
 */
@NullMarked
package io.triskel.load.report.result;

import org.jspecify.annotations.NullMarked;
