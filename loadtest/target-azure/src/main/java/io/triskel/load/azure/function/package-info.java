/** The function under load on Azure, to be packed and deployed; its generator is {@link io.triskel.load.azure.AzureLoad}. */
@NullMarked
package io.triskel.load.azure.function;

import org.jspecify.annotations.NullMarked;
