/** The function under load on Azure, to be packed and deployed; its generator is {@link io.triskel.target.azure.AzureLoad}. */
@NullMarked
package io.triskel.target.azure.function;

import org.jspecify.annotations.NullMarked;
