/**
 * Firehose to files: delivery streams that buffer records and write objects as the service names and formats them.
 *
 * <p>A folder stands for S3, one folder below it per bucket. Start reading at
 * {@link io.triskel.local.aws.firehose.FirehoseServer}, then {@link io.triskel.local.aws.firehose.DeliveryStream}.
 */
@NullMarked
package io.triskel.local.aws.firehose;

import org.jspecify.annotations.NullMarked;
