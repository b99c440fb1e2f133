/** The function under load on Google Cloud, to be packed and deployed; its generator is {@link io.triskel.load.gcp.GcpLoad}. */
@NullMarked
package io.triskel.load.gcp.function;

import org.jspecify.annotations.NullMarked;
