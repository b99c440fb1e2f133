package io.triskel.local.gcp.functions;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Describes a function to deploy; the limits are those of the service (Cloud Run documentation, "Quotas and limits").
 *
 * @param runtime such as {@code java21}; Node.js is this machine's, of whatever version
 * @param classPath the function's jar, and the jars that it needs unless it contains them; for Node.js the folder of its module, with its
 *     dependencies installed, the Functions Framework among them
 * @param target the class, an {@code HttpFunction} or a {@code CloudEventsFunction}; for Node.js the function that the module exports
 * @param memoryMiB 128 to 32,768; three quarters are the heap, and the CPU does not scale with it
 * @param timeout 1 s to 60 min; 9 min for an event function
 * @param environment the function's variables in addition to the service's own
 * @param serviceAccount the e-mail address of its identity, whose tokens it gets
 * @param maxInstances the maximum of instances, and so of JVMs; the service's default is 100
 * @param concurrency requests at a time in one instance; the service's default is 1
 */
public record FunctionDefinition(
        String name,
        String runtime,
        List<Path> classPath,
        String target,
        int memoryMiB,
        Duration timeout,
        Map<String, String> environment,
        String serviceAccount,
        int maxInstances,
        int concurrency) {
    public FunctionDefinition {
        classPath = List.copyOf(classPath);
        environment = Map.copyOf(environment);
        require(name.matches("[a-z]([a-z0-9-]{0,61}[a-z0-9])?"), "name must be such as order-saga, not " + name);
        require(
                runtime.matches("(java|nodejs)[0-9]+"),
                "runtime must be of Java or Node.js, such as nodejs22, not " + runtime);
        require(!classPath.isEmpty(), "classPath must have at least one jar");
        require(memoryMiB >= 128 && memoryMiB <= 32_768, "memoryMiB must be 128 to 32768, not " + memoryMiB);
        require(
                timeout.compareTo(Duration.ofSeconds(1)) >= 0 && timeout.compareTo(Duration.ofHours(1)) <= 0,
                "timeout must be 1 s to 60 min, not " + timeout);
        require(maxInstances >= 1, "maxInstances must be at least 1");
        require(concurrency >= 1 && concurrency <= 1000, "concurrency must be 1 to 1000, not " + concurrency);
    }

    /** 512 MiB, 60 s, a service account of the function's name, two instances, one request at a time in each. */
    public static FunctionDefinition of(String name, Path jar, String target) {
        return new FunctionDefinition(
                name, "java21", List.of(jar), target, 512, Duration.ofMinutes(1), Map.of(), accountOf(name), 2, 1);
    }

    public FunctionDefinition withRuntime(String id) {
        return new FunctionDefinition(
                name,
                id,
                classPath,
                target,
                memoryMiB,
                timeout,
                environment,
                serviceAccount,
                maxInstances,
                concurrency);
    }

    /** A copy with further jars. */
    public FunctionDefinition withLibraries(List<Path> jars) {
        List<Path> all = new ArrayList<>(classPath);
        all.addAll(jars);
        return new FunctionDefinition(
                name, runtime, all, target, memoryMiB, timeout, environment, serviceAccount, maxInstances, concurrency);
    }

    public FunctionDefinition withMemoryMiB(int mebibytes) {
        return new FunctionDefinition(
                name,
                runtime,
                classPath,
                target,
                mebibytes,
                timeout,
                environment,
                serviceAccount,
                maxInstances,
                concurrency);
    }

    public FunctionDefinition withTimeout(Duration limit) {
        return new FunctionDefinition(
                name,
                runtime,
                classPath,
                target,
                memoryMiB,
                limit,
                environment,
                serviceAccount,
                maxInstances,
                concurrency);
    }

    /** A copy with further variables. */
    public FunctionDefinition withEnvironment(Map<String, String> variables) {
        Map<String, String> all = new TreeMap<>(environment);
        all.putAll(variables);
        return new FunctionDefinition(
                name, runtime, classPath, target, memoryMiB, timeout, all, serviceAccount, maxInstances, concurrency);
    }

    public FunctionDefinition withMaxInstances(int instances) {
        return new FunctionDefinition(
                name,
                runtime,
                classPath,
                target,
                memoryMiB,
                timeout,
                environment,
                serviceAccount,
                instances,
                concurrency);
    }

    public FunctionDefinition withConcurrency(int requests) {
        return new FunctionDefinition(
                name,
                runtime,
                classPath,
                target,
                memoryMiB,
                timeout,
                environment,
                serviceAccount,
                maxInstances,
                requests);
    }

    public FunctionDefinition withServiceAccount(String email) {
        return new FunctionDefinition(
                name, runtime, classPath, target, memoryMiB, timeout, environment, email, maxInstances, concurrency);
    }

    /** {@return the e-mail address of a function's default service account} */
    public static String accountOf(String name) {
        return name + "@local.iam.gserviceaccount.com";
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
