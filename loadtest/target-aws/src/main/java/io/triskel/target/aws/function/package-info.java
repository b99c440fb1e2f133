/** The function under load on AWS, to be packed and deployed; its generator is {@link io.triskel.target.aws.AwsLoad}. */
@NullMarked
package io.triskel.target.aws.function;

import org.jspecify.annotations.NullMarked;
