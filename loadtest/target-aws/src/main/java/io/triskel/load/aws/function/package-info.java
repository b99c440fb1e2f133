/** The function under load on AWS, to be packed and deployed; its generator is {@link io.triskel.load.aws.AwsLoad}. */
@NullMarked
package io.triskel.load.aws.function;

import org.jspecify.annotations.NullMarked;
