/**
 * The order pipeline as functions of AWS Lambda: one for HTTP, one per consumer of the stream, one for the clock, all in one
 * package. The functions only translate; what they do is written in {@code order-domain}.
 *
 * <p>No framework; each function makes only what it uses. Start at {@link io.triskel.orders.aws.OrderManifest} for what a
 * deployment needs, and at {@link io.triskel.orders.aws.AwsPorts} for what the pipeline stands on.
 */
@NullMarked
package io.triskel.orders.aws;

import org.jspecify.annotations.NullMarked;
