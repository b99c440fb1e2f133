/**
 * The result of a load test, as its file holds it: one {@link io.triskel.load.result.RunFile} per target, repeat and worker. A target's
 * process writes it, {@code report} and {@code evaluate} read it, and the command's table shows a part of it. Nothing else knows the
 * names of its members. Histograms are texts here; modules that have HdrHistogram decode them.
 */
@NullMarked
package io.triskel.load.result;

import org.jspecify.annotations.NullMarked;
