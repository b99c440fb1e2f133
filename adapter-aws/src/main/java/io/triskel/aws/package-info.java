/**
 * The parts that the whole AWS adapter shares: settings from the environment, clients, and AWS's error codes in the core's words.
 *
 * <p>The packages below it use it and it uses none of them. No stream, table or function is named here.
 * Start reading at {@link io.triskel.aws.AwsSettings}.
 */
@NullMarked
package io.triskel.aws;

import org.jspecify.annotations.NullMarked;
