/** The function under load on Google Cloud, to be packed and deployed; its generator is {@link io.triskel.target.gcp.GcpLoad}. */
@NullMarked
package io.triskel.target.gcp.function;

import org.jspecify.annotations.NullMarked;
