package io.triskel.local.function;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Shows the deployed functions of a host, in the same way for every cloud. */
public interface HostedFunctions {
    /** {@return the counts of each function so far, by its name, in the host's order} */
    Map<String, FunctionMetrics> metrics();

    /** {@return the folders of the functions' logs, with one file per JVM} */
    List<Path> logs();

    /** {@return the names of the functions, in the host's order} */
    default Set<String> names() {
        return metrics().keySet();
    }
}
