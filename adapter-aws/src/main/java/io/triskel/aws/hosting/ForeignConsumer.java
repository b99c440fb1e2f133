package io.triskel.aws.hosting;

import io.triskel.aws.hosting.AwsParts.EventSourceMapping;
import io.triskel.aws.hosting.AwsParts.KeyPermission;
import io.triskel.aws.hosting.AwsParts.Lambda;
import io.triskel.aws.hosting.AwsParts.Permission;
import io.triskel.hosting.Application;
import io.triskel.hosting.PortUse;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.hosting.manifest.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A consumer in another language than Java, in a package of its own. Its function has the mapping, settings and permissions that those of
 * consumers in Java have.
 *
 * @param name the consumer's
 * @param handler the function in its package
 * @param runtime Lambda's name of it
 * @param file the package
 * @param uses of ports
 */
public record ForeignConsumer(String name, String handler, String runtime, String file, Set<PortUse> uses) {
    /**
     * {@return the manifest of an application with these consumers, each in the place of the one in Java of its name, if there is one}
     *
     * @param application as for {@link AwsManifest#of}, with at least one consumer in Java
     */
    public static Manifest<AwsParts> added(Application application, String style, List<ForeignConsumer> others) {
        Manifest<AwsParts> java = AwsManifest.of(application, style);
        if (others.isEmpty()) {
            return java;
        }
        AwsParts parts = java.parts();
        return new Manifest<>(
                java.cloud(),
                java.style(),
                AwsPartsParameters.parameters(application.name()),
                new AwsParts(
                        parts.file(),
                        parts.region(),
                        parts.stream(),
                        parts.archive(),
                        functions(parts.functions(), others),
                        parts.tables(),
                        parts.engine()));
    }

    private static List<Lambda> functions(List<Lambda> java, List<ForeignConsumer> others) {
        Lambda pattern = java.stream()
                .filter(function -> function.consumer().isPresent())
                .findFirst()
                .orElseThrow();
        Set<String> added = others.stream().map(ForeignConsumer::name).collect(Collectors.toCollection(TreeSet::new));
        List<Lambda> all = new ArrayList<>();
        for (Lambda function : java) {
            boolean replaced = function.consumer().filter(added::remove).isPresent();
            if (!replaced) {
                all.add(function);
            }
        }
        all.replaceAll(function -> function.role() == FunctionRole.CLOCK ? waitingFor(added, function) : function);
        others.forEach(other -> all.add(other.function(pattern)));
        return all;
    }

    /** The clock knows the consumers in Java. */
    private static Lambda waitingFor(Set<String> added, Lambda clock) {
        return added.isEmpty()
                ? clock
                : new Lambda(
                        clock.name(),
                        clock.role(),
                        clock.handler(),
                        clock.runtime(),
                        clock.file(),
                        clock.memoryMiB(),
                        clock.timeoutSeconds(),
                        clock.snapStart(),
                        clock.environment().with(EnvironmentReader.OTHER_CONSUMERS, String.join(",", added)),
                        clock.access(),
                        clock.callers(),
                        clock.consumer(),
                        clock.trigger(),
                        clock.permissions(),
                        clock.keyPermissions());
    }

    private Lambda function(Lambda pattern) {
        String deployed = Parameters.named(name);
        FunctionPermissions permissions =
                AwsManifest.permissions().uses(uses).logs(deployed).reads(deployed);
        return new Lambda(
                deployed,
                pattern.role(),
                handler,
                runtime,
                Optional.of(file),
                pattern.memoryMiB(),
                pattern.timeoutSeconds(),
                false,
                pattern.environment().with(EnvironmentReader.CONSUMER, name),
                Optional.empty(),
                Optional.empty(),
                Optional.of(name),
                pattern.mapping().map(mapping -> reading(mapping, deployed)),
                permissions.permissions().each(Permission::new),
                permissions.keys().each(KeyPermission::new));
    }

    private static EventSourceMapping reading(EventSourceMapping pattern, String deployed) {
        return new EventSourceMapping(
                pattern.stream(),
                deployed,
                pattern.startingPosition(),
                pattern.batchSize(),
                pattern.batchWindowMillis(),
                pattern.parallelizationFactor(),
                pattern.maximumRetryAttempts(),
                pattern.maximumRecordAgeSeconds(),
                pattern.bisectBatchOnFunctionError(),
                pattern.functionResponseTypes(),
                pattern.onFailure());
    }
}
