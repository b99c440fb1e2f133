package io.triskel.target.gcp;

import io.triskel.gcp.hosting.GcpManifest;
import io.triskel.gcp.hosting.GcpParts;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.hosting.manifest.RoleGrant;
import io.triskel.local.NodeTools;
import io.triskel.local.Parts;
import io.triskel.local.ZipFolder;
import io.triskel.local.gcp.LocalGcp;
import io.triskel.local.gcp.LocalGcpSettings;
import io.triskel.local.gcp.functions.CloudFunction;
import io.triskel.local.gcp.functions.FunctionDefinition;
import io.triskel.local.gcp.functions.FunctionUrl;
import io.triskel.local.gcp.functions.SchedulerJob;
import io.triskel.local.gcp.iam.Binding;
import io.triskel.local.gcp.iam.Permission;
import io.triskel.local.gcp.identity.TokenIssuer;
import io.triskel.notify.Credential;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.deployed.ArchiveFolder;
import io.triskel.orders.deployed.LanguagePackages;
import io.triskel.orders.pipeline.Style;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The package deployed as a team would deploy it, by its manifest: a topic, a database with its exemptions from
 * indexing, a function behind HTTP, one for the clock, and one for each consumer with its own subscription.
 */
final class Deployment implements AutoCloseable {
    /** The caller of the application from outside. */
    private static final String PERSON = "person@local.iam.gserviceaccount.com";

    private static final String SCHEDULER = FunctionDefinition.accountOf("scheduler");

    /** Arbitrary, because nothing checks regions here. */
    private static final String REGION = "local";

    private static final Duration A_DAY = Duration.ofDays(1);
    private static final long MOST_UNZIPPED = 200L << 20;

    /** Instances per function: a laptop has room for one JVM each, which takes several events at a time. */
    private static final int INSTANCES = 1;

    private final LocalGcp gcp;
    private final DeployedTopic topic;
    private final ArchiveFolder archive;
    private final List<CloudFunction> functions = new ArrayList<>();
    private final SchedulerJob clock;
    private final URI url;
    private final Map<String, URI> consumers = new LinkedHashMap<>();
    private final CloudFunction ticking;
    private final Optional<String> rebuilds;
    private final LanguagePackages others;

    /** @param buckets the folder used as Cloud Storage */
    private Deployment(
            LocalGcp gcp,
            Path jar,
            LanguagePackages others,
            Manifest<GcpParts> manifest,
            Optional<Duration> clockRate,
            Path buckets) {
        this.gcp = gcp;
        this.others = others;
        manifest.each(GcpParts::identities)
                .forEach(identity -> gcp.policies().give(identity.identity(), roles(identity.permissions())));
        topic = new DeployedTopic(gcp, manifest.part(GcpParts::topic));
        GcpParts.Archive archived = manifest.part(GcpParts::archive);
        topic.archive(archived);
        archive = ArchiveFolder.create(buckets.resolve(archived.bucket()));
        manifest.each(GcpParts::rebuilds).forEach(topic::rebuild);
        rebuilds = manifest.each(GcpParts::rebuilds).stream()
                .map(GcpParts.Rebuild::subscription)
                .findFirst();
        for (GcpParts.Collection collection : manifest.part(GcpParts::firestore).collections()) {
            gcp.firestore().exemptions().keep(collection.collection(), collection.indexed());
        }
        GcpParts.RunFunction http =
                manifest.each(parts -> parts.functions(FunctionRole.HTTP)).get(0);
        url = url(http, deploy(jar, http)).uri().resolve("/");
        Manifest<GcpParts> linked = manifest.with("lookupBase", url.toString());
        ticking = deploy(
                jar, linked.each(parts -> parts.functions(FunctionRole.CLOCK)).get(0));
        clock = clockRate
                .map(rate -> gcp.functions().schedule(ticking.definition().name(), rate, ticking, "/"))
                .orElseGet(() -> gcp.functions().schedule(ticking.definition().name(), ticking, "/"))
                .asking(() -> mayCall(SCHEDULER, ticking));
        for (GcpParts.RunFunction function : linked.each(parts -> parts.functions(FunctionRole.EVENTS))) {
            String consumer = function.consumer().orElseThrow();
            URI address = url(function, deploy(jar, function)).uri();
            consumers.put(consumer, address);
            topic.push(consumer, function.push().orElseThrow(), address);
        }
    }

    private FunctionUrl url(GcpParts.RunFunction described, CloudFunction function) {
        if (described.letsAnybodyIn()) {
            return gcp.functions().publicUrl(function);
        }
        gcp.policies().give(PERSON, List.of(new Binding("roles/run.invoker", service(function))));
        return gcp.functions().url(function, account -> mayCall(account, function));
    }

    private boolean mayCall(String account, CloudFunction function) {
        return gcp.policies().allow(account, new Permission("run.routes.invoke", service(function)));
    }

    private String service(CloudFunction function) {
        return "projects/" + gcp.project() + "/locations/" + REGION + "/services/"
                + function.definition().name();
    }

    private static List<Binding> roles(List<RoleGrant> grants) {
        return grants.stream()
                .flatMap(grant -> Binding.each(grant.roles(), grant.resource()).stream())
                .toList();
    }

    /**
     * All functions are HTTP functions: each consumer's is called by its own subscription. Each has its own service account,
     * which is denied what the manifest does not allow.
     */
    private CloudFunction deploy(Path jar, GcpParts.RunFunction function) {
        String name = function.name();
        String account = FunctionDefinition.accountOf(name);
        gcp.policies().give(account, roles(function.permissions()));
        CloudFunction deployed = gcp.functions()
                .deploy(FunctionDefinition.of(
                                name, function.file().map(this::built).orElse(jar), function.entryPoint())
                        .withRuntime(function.runtime())
                        .withEnvironment(Map.of("FUNCTION_SIGNATURE_TYPE", "http"))
                        .withMemoryMiB(function.memoryMiB().value())
                        .withTimeout(Duration.ofSeconds(function.timeoutSeconds()))
                        .withEnvironment(gcp.environment(account))
                        .withEnvironment(function.environment().variables())
                        .withMaxInstances(INSTANCES)
                        .withConcurrency(function.concurrency().value()));
        functions.add(deployed);
        return deployed;
    }

    /** {@return the folder of a module with its dependencies, as Google's builder makes it of the package} */
    private Path built(String file) {
        Path source = others.folder().resolve("source-" + file);
        if (!Files.exists(source)) {
            ZipFolder.unzip(others.zip(file), source, MOST_UNZIPPED);
            Path installed = others.project().resolve(".triskel").resolve(file.replace(".zip", ""));
            try {
                Files.createSymbolicLink(
                        source.resolve("node_modules"),
                        NodeTools.install(source, installed).file(""));
            } catch (IOException failed) {
                throw new UncheckedIOException("The dependencies of " + file + " cannot be linked", failed);
            }
        }
        return source;
    }

    /**
     * Starts the local Google Cloud and deploys into it.
     *
     * @param zip the deployment package
     * @param clockRate how often the clock's function is called; empty to call it on request only
     * @throws RuntimeException if anything does not start; all that had started is ended again
     */
    static Deployment start(LocalGcpSettings settings, Path zip, Style style, Optional<Duration> clockRate) {
        return start(settings, zip, GcpManifest.of(new OrderApplication(), style.text()), clockRate);
    }

    /** The same for any application, by this manifest and under its names. */
    static Deployment start(
            LocalGcpSettings settings, Path zip, Manifest<GcpParts> printed, Optional<Duration> clockRate) {
        Path source = settings.folder().resolve("source");
        ZipFolder.unzip(zip, source, MOST_UNZIPPED);
        return Parts.over(
                LocalGcp.start(settings),
                gcp -> new Deployment(
                        gcp,
                        source.resolve("functions.jar"),
                        LanguagePackages.of(GcpTarget.LOCATIONS.project(), settings.folder()),
                        manifest(printed, gcp),
                        clockRate,
                        settings.folder().resolve("buckets")));
    }

    private static Manifest<GcpParts> manifest(Manifest<GcpParts> printed, LocalGcp gcp) {
        Manifest<GcpParts> here = GcpManifest.read(printed.json())
                .onLaptop()
                .with("project", gcp.project())
                .with("region", REGION)
                .with("pushServiceAccount", FunctionDefinition.accountOf("pusher"))
                .with("schedulerServiceAccount", SCHEDULER);
        return here.with("archiveBucket", here.part(GcpParts::topic).name() + "-archive");
    }

    LocalGcp gcp() {
        return gcp;
    }

    DeployedTopic topic() {
        return topic;
    }

    /** {@return where all events are archived} */
    ArchiveFolder archive() {
        return archive;
    }

    /** {@return all functions, in the order of their deployment} */
    List<CloudFunction> functions() {
        return functions;
    }

    /** {@return what calls the function of the clock} */
    SchedulerJob clock() {
        return clock;
    }

    /** {@return the address of the function behind HTTP, ending in a slash} */
    URI url() {
        return url;
    }

    /** {@return the address of each consumer's function} */
    Map<String, URI> consumers() {
        return consumers;
    }

    /** {@return a person's ID token that is valid for a day, not just Google's hour} */
    String idToken() {
        return gcp.issuer().idToken(PERSON, TokenIssuer.GCLOUD, A_DAY);
    }

    /** {@return the credential for the function behind HTTP} */
    Credential credential() {
        return Credential.bearer(
                deadline -> new Credential.Token(
                        gcp.issuer().personalIdToken(PERSON), Instant.now().plus(TokenIssuer.VALID)),
                InstantSource.system());
    }

    /** {@return the value of a variable that all functions have} */
    String variable(String name) {
        return Objects.requireNonNull(ticking.definition().environment().get(name), name);
    }

    /** {@return the clock's function itself} */
    CloudFunction ticking() {
        return ticking;
    }

    /** {@return the subscription of rebuilds, if the application has a view} */
    Optional<String> rebuilds() {
        return rebuilds;
    }

    @Override
    public void close() {
        gcp.close();
    }
}
