package io.triskel.cli.build;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.tools.ToolProvider;

/**
 * Builds modules without the quality gates, apart from {@code target/}, so that what is built here never passes for the
 * checked build. A module that the whole build has left fresh in {@code target/} is not built again. One process builds at a time;
 * the others wait for it.
 */
public final class QuickBuild {
    /** The build folder of {@code ./mvnw verify}, below each module. */
    public static final String WHOLE_BUILD = "target";

    private final Launch launch;
    private final PrintWriter err;

    /**
     * Builds for a program that was launched.
     *
     * @param err told how the build goes
     */
    public QuickBuild(Launch launch, PrintWriter err) {
        this.launch = launch;
        this.err = err;
    }

    /** Builds the module {@code cli}: the launcher starts this from its sources. Ends with 1 if that fails. */
    public static void main(String[] arguments) {
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        try {
            Launch launch = Launch.of(System.getenv()).orElseThrow(() -> new BuildFailed("only ./triskel starts this"));
            QuickBuild build = new QuickBuild(launch, err);
            build.build(build.own("cli"));
        } catch (BuildFailed failed) {
            err.println("triskel: " + failed.getMessage());
            System.exit(1);
        }
    }

    /**
     * Builds a module and those that it depends on, unless they are up to date here or in the whole build.
     *
     * @param module its folder, below Triskel's
     * @return the build folder that holds it
     * @throws BuildFailed if it cannot be built
     */
    public Path ensure(String module) {
        BuiltModule wanted = own(module);
        if (wanted.isUpToDate()) {
            return wanted.folder();
        }
        BuiltModule checked = new BuiltModule(launch.home(), WHOLE_BUILD, module);
        return checked.isFresh() ? checked.folder() : build(wanted);
    }

    private BuiltModule own(String module) {
        return new BuiltModule(launch.home(), launch.out(), module);
    }

    @SuppressWarnings("try") // to be held is all that is asked of the lock
    private Path build(BuiltModule wanted) {
        Path folder = launch.home().resolve(launch.out());
        refuseUnwritable(folder);
        refuseUnwritable(wanted.folder());
        try (ProcessLock held = ProcessLock.take(folder.resolve("build.lock"), this::sayThatAnotherBuilds)) {
            // Another start may have built it while this one waited.
            if (!wanted.isUpToDate()) {
                build(wanted, folder);
            }
            return wanted.folder();
        } catch (IOException failed) {
            String why = failed instanceof AccessDeniedException denied
                    ? "permission denied for " + denied.getFile() + "; " + WritableFolder.wayOut(launch.home())
                    : failed.toString();
            throw new BuildFailed("cannot build " + wanted.module() + ": " + why, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BuildFailed("interrupted while building " + wanted.module(), interrupted);
        }
    }

    private void refuseUnwritable(Path folder) {
        WritableFolder.problem(folder).ifPresent(problem -> {
            throw new BuildFailed("cannot build: " + problem + "; " + WritableFolder.wayOut(launch.home()));
        });
    }

    private void sayThatAnotherBuilds() {
        err.println("triskel: waiting for another build to finish");
    }

    private void build(BuiltModule module, Path folder) throws IOException, InterruptedException {
        if (ToolProvider.getSystemJavaCompiler() == null) {
            throw new BuildFailed(module.module() + " must be built, but the Java in " + System.getProperty("java.home")
                    + " has no compiler. Install a JDK, or point JAVA_HOME at one");
        }
        Path log = folder.resolve("build.log");
        // Written before the build, so that a file changed during the build counts as newer.
        Path started = folder.resolve("started");
        Files.deleteIfExists(started);
        Files.createFile(started);
        if (!run(maven(module), log, Path.of(module.module()).getFileName().toString())) {
            throw new BuildFailed(why(MavenLog.read(log), log));
        }
        Files.move(started, module.stamp(), StandardCopyOption.REPLACE_EXISTING);
    }

    private List<String> maven(BuiltModule module) {
        return List.of(
                launch.home().resolve("mvnw").toString(),
                "-B",
                "-q",
                "-ntp",
                "-Dquick",
                // Modules that only some commands need are in this profile; -pl takes no other.
                "-Pclients",
                "-Dtriskel.out=" + launch.out(),
                "-Dmaven.test.skip=true",
                "-pl",
                module.module(),
                "-am",
                module.phase());
    }

    private boolean run(List<String> command, Path log, String what) throws IOException, InterruptedException {
        Process maven = new ProcessBuilder(command)
                .directory(launch.home().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        maven.getOutputStream().close();
        AtomicBoolean stopped = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(maven, stopped), "stop the build"));
        BuildProgress progress = new BuildProgress(err, launch.watched(), what);
        long begin = System.nanoTime();
        while (!maven.waitFor(1, TimeUnit.SECONDS)) {
            progress.goesOn(secondsSince(begin));
        }
        if (stopped.get()) {
            throw new BuildFailed("the build was stopped");
        }
        boolean succeeded = maven.exitValue() == 0;
        progress.ended(succeeded ? "done in" : "failed after", secondsSince(begin));
        return succeeded;
    }

    private static void stop(Process maven, AtomicBoolean stopped) {
        stopped.set(true);
        maven.destroy();
    }

    private static long secondsSince(long begin) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
    }

    private String why(MavenLog said, Path log) {
        said.end().forEach(err::println);
        Optional<String> problem = WritableFolder.problem(mavenHome());
        if (problem.isPresent()) {
            return "the build failed, since Maven cannot keep its files: " + problem.get() + "; "
                    + WritableFolder.MAVEN_WAY_OUT;
        }
        String doctor = "'" + launch.name() + " doctor'";
        if (!said.saysUnreachable()) {
            return "the build failed; its output is in " + log + ". " + doctor + " checks what this machine lacks";
        }
        return String.join(
                System.lineSeparator(),
                "the build could not download its dependencies; its output is in " + log + ".",
                "  Behind a proxy: Maven does not read https_proxy. Name the proxy in ~/.m2/settings.xml",
                "    (https://maven.apache.org/guides/mini/guide-proxies.html), or in MAVEN_OPTS, as",
                "    '-Dhttps.proxyHost=HOST -Dhttps.proxyPort=PORT -Daether.connector.http.useSystemProperties=true'.",
                "  Without a network: earlier downloads are in ~/.m2, and building again needs no network;",
                "    you can copy that folder from a machine that has built Triskel.",
                "  " + doctor + " shows what this machine reaches.");
    }

    private static Path mavenHome() {
        return Optional.ofNullable(System.getenv("MAVEN_USER_HOME"))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".m2"));
    }
}
