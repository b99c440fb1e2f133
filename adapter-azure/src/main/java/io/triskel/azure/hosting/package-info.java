/**
 * Any application as a function app of Azure Functions: one function for HTTP, one per consumer of the hub, those of the clock, all in
 * one package and in one JVM per instance. The functions only translate; what they do is written in {@code eda-hosting} and in
 * the {@link io.triskel.hosting.Application}.
 *
 * <p>No framework; the application is made once per JVM. Start at {@link io.triskel.azure.hosting.AzureManifest} for what a deployment
 * needs, at {@link io.triskel.azure.hosting.FunctionFiles} for what host and worker read, and at {@link
 * io.triskel.azure.hosting.AzurePorts} for what an application stands on.
 */
@NullMarked
package io.triskel.azure.hosting;

import org.jspecify.annotations.NullMarked;
