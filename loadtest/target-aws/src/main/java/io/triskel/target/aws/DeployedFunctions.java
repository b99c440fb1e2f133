package io.triskel.target.aws;

import io.triskel.aws.hosting.AwsParts;
import io.triskel.local.aws.LocalAws;
import io.triskel.local.aws.iam.Permission;
import io.triskel.local.aws.lambda.FunctionDefinition;
import io.triskel.local.aws.lambda.LambdaFunction;
import io.triskel.local.aws.wire.AccessKey;
import io.triskel.orders.deployed.LanguagePackages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The package's functions, each with its own role, and their versions. */
final class DeployedFunctions {
    /** The key of the stream, which the functions that read or write it may use. */
    static final String STREAM_KEY = "key/stream";

    /** The name endings of functions that are upgraded: an upgrade restarts each shard's JVM, which is expensive on a laptop. */
    private static final Set<String> UPGRADED = Set.of("-fulfilment", "-payment-watch", "-payment");

    private final LocalAws aws;
    private final Path zip;
    private final LanguagePackages others;
    private final List<LambdaFunction> deployed = new ArrayList<>();
    private int releases = 1;

    /** @param others the packages of functions that are not in Java */
    DeployedFunctions(LocalAws aws, Path zip, LanguagePackages others) {
        this.aws = aws;
        this.zip = zip;
        this.others = others;
    }

    /** @param concurrency invocations at a time, each in its own JVM */
    LambdaFunction deploy(AwsParts.Lambda function, int concurrency) {
        LambdaFunction made = aws.lambda()
                .deploy(FunctionDefinition.of(
                                function.name(),
                                function.file().map(others::zip).orElse(zip),
                                function.handler())
                        .withRuntime(function.runtime())
                        .withMemoryMiB(function.memoryMiB().value())
                        .withTimeout(
                                Duration.ofSeconds(function.timeoutSeconds().value()))
                        .withEnvironment(aws.environment())
                        .withEnvironment(role(function).environment())
                        .withEnvironment(function.environment().variables())
                        .withMaxConcurrency(concurrency));
        aws.lambda().alias("live", made);
        deployed.add(made);
        return made;
    }

    /** Each function has its own role; where roles are enforced, it is denied what the manifest does not allow. */
    private AccessKey role(AwsParts.Lambda function) {
        List<Permission> allowed = allowed(function.permissions());
        // No key wraps the keys of personal data here, which would cost each function a KMS client.
        function.keyPermissions().stream()
                .filter(key -> key.resource().equals("streamKey"))
                .forEach(key -> allowed.addAll(Permission.each(key.actions(), STREAM_KEY)));
        return aws.identities().role(function.name(), allowed);
    }

    static List<Permission> allowed(List<AwsParts.Permission> permissions) {
        List<Permission> allowed = new ArrayList<>();
        permissions.forEach(permission -> allowed.addAll(Permission.each(permission.actions(), permission.resource())));
        return allowed;
    }

    /**
     * Publishes the package again as a new version of the functions that drive and charge orders, and moves their callers there. The other
     * functions stay, so that two versions work on the same orders, as in the middle of an upgrade.
     */
    void upgrade() {
        upgrade(function -> UPGRADED.stream().anyMatch(function.definition().name()::endsWith));
    }

    /** The same with every second function of an application, whichever functions it has. */
    void upgradeHalf() {
        upgrade(function -> deployed.indexOf(function) % 2 == 1);
    }

    private void upgrade(Predicate<LambdaFunction> which) {
        deployed.stream().filter(which).forEach(function -> aws.lambda().update(function, function.definition()));
        releases++;
    }

    /** {@return how many versions of functions were published} */
    int releases() {
        return releases;
    }

    /** {@return the function of this consumer} */
    LambdaFunction of(String consumer) {
        return deployed.stream()
                .filter(function -> function.definition().name().endsWith("-" + consumer))
                .findFirst()
                .orElseThrow();
    }

    /** {@return all functions, in the order of their deployment} */
    List<LambdaFunction> all() {
        return List.copyOf(deployed);
    }
}
