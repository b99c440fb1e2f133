package io.triskel.orders.deployed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.hosting.operation.Past;
import io.triskel.local.access.CallRights;
import io.triskel.local.function.FunctionMetrics;
import io.triskel.local.function.HostedFunctions;
import io.triskel.notify.Credential;
import io.triskel.orders.run.HostedPipeline;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** The deployed functions and their figures: all that differs between clouds for a driver. */
public interface DeployedPipeline extends HostedPipeline, AutoCloseable {
    /** {@return the address of the function behind HTTP, ending in a slash} */
    URI url();

    /** {@return the credential for that function} */
    Credential credential();

    /** {@return a new reader of all that is published, from the bus's oldest position on} */
    BusReader bus();

    /** {@return archive and bus, to rebuild from; empty if all is on the bus} */
    default Optional<Past> past() {
        return Optional.empty();
    }

    /** {@return whether the archive has anything yet, if there is one} */
    default boolean hasArchived() {
        return true;
    }

    /** {@return how many orders an engine has brought to which ending; empty if a saga orchestrates them} */
    default Optional<Map<String, Long>> endings() {
        return Optional.empty();
    }

    /** {@return the refused and the unused rights of the functions} */
    CallRights rights();

    /** {@return the functions, as their host shows them} */
    HostedFunctions functions();

    /** {@return what the host counts in addition to invocations and errors, by its name in the summary} */
    Map<String, ToLongFunction<FunctionMetrics>> ownCounts();

    /** {@return the faults that a person can inject into the local cloud} */
    CloudFaults faults();

    /** {@return the bus, for people} */
    String busName();

    /** Adds this cloud's own figures. */
    void describe(ObjectNode cloud);

    /** Ends all, and removes what it left on this machine. */
    @Override
    void close();
}
