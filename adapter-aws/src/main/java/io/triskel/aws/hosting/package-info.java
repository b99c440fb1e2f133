/**
 * Any application as functions of AWS Lambda: one for HTTP, one per consumer of the stream, one for the clock, all in one
 * package. The functions only translate; what they do is written in {@code eda-hosting} and in the {@link
 * io.triskel.hosting.Application}.
 *
 * <p>No framework; each function makes only what it uses. Start at {@link io.triskel.aws.hosting.AwsManifest} for what a
 * deployment needs, and at {@link io.triskel.aws.hosting.AwsPorts} for what an application stands on.
 */
@NullMarked
package io.triskel.aws.hosting;

import org.jspecify.annotations.NullMarked;
