/**
 * A Firehose emulator that writes files: delivery streams buffer records and write objects with the service's names and
 * format.
 *
 * <p>A folder replaces S3, with one folder per bucket below it. Start reading at {@link
 * io.triskel.local.aws.firehose.FirehoseServer}, then {@link io.triskel.local.aws.firehose.DeliveryStream}.
 */
@NullMarked
package io.triskel.local.aws.firehose;

import org.jspecify.annotations.NullMarked;
