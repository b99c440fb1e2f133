/**
 * The shared parts of the AWS adapter: settings from the environment, clients, the platform, and the mapping of AWS's
 * error codes.
 *
 * <p>The packages below use this one. Start reading at {@link io.triskel.aws.AwsSettings}.
 */
@NullMarked
package io.triskel.aws;

import org.jspecify.annotations.NullMarked;
