package io.triskel.local.aws.lambda;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Describes a function to deploy; the limits are those of the service (Lambda developer guide, "Quotas").
 *
 * @param zip the deployment package; for Java classes at the top, jars in {@code lib}
 * @param runtime such as {@code java21}; Node.js and Python are those of this machine, of whatever version
 * @param handler {@code package.Class::method}, or just the class; in other languages {@code module.function}
 * @param memoryMiB 128 to 10,240; limits the heap here, but does not scale the CPU as the service does
 * @param timeout 1 to 900 s
 * @param environment at most 4 KB
 * @param maxConcurrency the maximum of execution environments, and so of JVMs; the service's default is 1,000 per
 *     region
 * @param snapStart calls the hooks for snapshots in every environment before its first invocation; there is no snapshot
 */
public record FunctionDefinition(
        String name,
        Path zip,
        String runtime,
        String handler,
        int memoryMiB,
        Duration timeout,
        Map<String, String> environment,
        int maxConcurrency,
        boolean snapStart) {
    private static final int ENVIRONMENT_BYTES = 4096;

    public FunctionDefinition {
        environment = Map.copyOf(environment);
        require(name.matches("[a-zA-Z0-9-_]{1,64}"), "name must have 1 to 64 letters, digits, - or _, not " + name);
        require(memoryMiB >= 128 && memoryMiB <= 10_240, "memoryMiB must be 128 to 10240, not " + memoryMiB);
        require(
                !timeout.minusSeconds(1).isNegative() && timeout.compareTo(Duration.ofMinutes(15)) <= 0,
                "timeout must be 1 to 900 s, not " + timeout);
        require(
                runtime.matches("(java|nodejs|python)[0-9.x]+"),
                "runtime must be of Java, Node.js or Python, such as nodejs22.x, not " + runtime);
        require(maxConcurrency >= 1, "maxConcurrency must be at least 1");
        int bytes = environment.entrySet().stream()
                .mapToInt(entry -> (entry.getKey() + entry.getValue()).getBytes(StandardCharsets.UTF_8).length)
                .sum();
        require(bytes <= ENVIRONMENT_BYTES, "environment must have at most 4096 bytes, not " + bytes);
    }

    /** Java, 512 MiB, 30 s, two execution environments. */
    public static FunctionDefinition of(String name, Path zip, String handler) {
        return new FunctionDefinition(name, zip, "java21", handler, 512, Duration.ofSeconds(30), Map.of(), 2, false);
    }

    public FunctionDefinition withRuntime(String identifier) {
        return new FunctionDefinition(
                name, zip, identifier, handler, memoryMiB, timeout, environment, maxConcurrency, snapStart);
    }

    public FunctionDefinition withMemoryMiB(int mebibytes) {
        return new FunctionDefinition(
                name, zip, runtime, handler, mebibytes, timeout, environment, maxConcurrency, snapStart);
    }

    public FunctionDefinition withTimeout(Duration limit) {
        return new FunctionDefinition(
                name, zip, runtime, handler, memoryMiB, limit, environment, maxConcurrency, snapStart);
    }

    /** A copy with further variables. */
    public FunctionDefinition withEnvironment(Map<String, String> variables) {
        Map<String, String> all = new TreeMap<>(environment);
        all.putAll(variables);
        return new FunctionDefinition(name, zip, runtime, handler, memoryMiB, timeout, all, maxConcurrency, snapStart);
    }

    public FunctionDefinition withMaxConcurrency(int environments) {
        return new FunctionDefinition(
                name, zip, runtime, handler, memoryMiB, timeout, environment, environments, snapStart);
    }

    public FunctionDefinition withSnapStart() {
        return new FunctionDefinition(
                name, zip, runtime, handler, memoryMiB, timeout, environment, maxConcurrency, true);
    }

    String arn() {
        return "arn:aws:lambda:us-east-1:000000000000:function:" + name;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
