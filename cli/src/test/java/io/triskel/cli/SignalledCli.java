package io.triskel.cli;

import io.triskel.cli.gateway.PageFiles;
import io.triskel.load.cloud.Clouds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;

/** A command with a fake target in a process of its own, to be sent signals. */
final class SignalledCli implements AutoCloseable {
    static final Targets TARGETS = new Targets(Clouds.installed());

    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(4);

    private final Process process;
    private final Path err;
    private List<ProcessHandle> targets = List.of();

    private SignalledCli(Process process, Path err) {
        this.process = process;
        this.err = err;
    }

    /** The first argument is the command, the second Triskel's folder; what follows are its own. */
    public static void main(String[] arguments) {
        Screen screen = new Screen(false, false, true, false, 80);
        Path home = Path.of(arguments[1]);
        InputStream nothing = InputStream.nullInputStream();
        List<String> rest = List.of(arguments).subList(2, arguments.length);
        CommandLine command = switch (arguments[0]) {
            case "demo" ->
                new CommandLine(new DemoCommand(
                        TARGETS, new Installation(home), target -> fakeTarget("hangs"), screen, nothing));
            case "demo-ui" ->
                new CommandLine(new DemoCommand(
                        TARGETS, new Installation(home), target -> fakeTarget("works"), screen, nothing));
            case "load" -> load(home, rest.get(0), screen);
            default -> new CommandLine(new UpCommand(TARGETS, up("stays"), nothing, screen));
        };
        String[] own =
                rest.subList(arguments[0].equals("load") ? 1 : 0, rest.size()).toArray(String[]::new);
        System.exit(command.setExecutionExceptionHandler((thrown, line, parsed) -> Main.failed(thrown, line, true))
                .execute(own));
    }

    private static CommandLine load(Path home, String behaviour, Screen screen) {
        return new CommandLine(new WorkloadCommand(
                home.resolve("small.yaml"),
                home,
                new LoadTargets(Clouds.installed()),
                new WorkloadCommand.Means(
                        target -> FakeLoadTarget.command(behaviour),
                        clouds -> new RunCosts(Map.of()),
                        () -> new PageFiles(List.of())),
                Map.of(),
                screen,
                InputStream.nullInputStream()));
    }

    static List<String> fakeTarget(String behaviour) {
        return java(FakeTarget.class, behaviour);
    }

    /** Of a cloud that behaves like this, and of a console of any application. */
    static UpCommand.Commands up(String behaviour) {
        return new UpCommand.Commands(
                (target, application) -> fakeTarget(behaviour), (target, application) -> fakeTarget("console"));
    }

    private static List<String> java(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    static SignalledCli demo(Path folder, Path input) throws IOException {
        return start(folder, "demo", folder.toString(), "--input", input.toString());
    }

    /** {@code demo --ui} on two targets that work. */
    static SignalledCli demoWithPage(Path folder, Path input) throws IOException {
        return start(
                folder, "demo-ui", folder.toString(), "--input", input.toString(), "--ui", "--target", "memory,aws");
    }

    static SignalledCli up(Path folder) throws IOException {
        return start(folder, "up", folder.toString(), "aws");
    }

    /** {@code load} of {@code small.yaml} in a folder, with targets that behave alike. */
    static SignalledCli load(Path folder, String behaviour, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("load", folder.toString(), behaviour));
        arguments.addAll(List.of(options));
        return start(folder, arguments.toArray(String[]::new));
    }

    /** Leads a process group of its own, as a shell's job does, and does not ignore what a shell's job in the background ignores. */
    private static SignalledCli start(Path folder, String... arguments) throws IOException {
        Path err = folder.resolve("err");
        List<String> command = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT"));
        command.addAll(java(SignalledCli.class, arguments));
        return new SignalledCli(
                new ProcessBuilder(command)
                        .redirectOutput(folder.resolve("out").toFile())
                        .redirectError(err.toFile())
                        .start(),
                err);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    String out() throws IOException {
        return Files.readString(err.resolveSibling("out"));
    }

    void awaitErr(String text) {
        await(() -> {
            try {
                return err().contains(text) && process.children().findAny().isPresent();
            } catch (IOException failed) {
                return false;
            }
        });
        targets = process.children().toList();
    }

    /** Waits for a text of a command whose targets may have ended. */
    void awaitText(String text) {
        await(() -> {
            try {
                return err().contains(text);
            } catch (IOException failed) {
                return false;
            }
        });
    }

    /** As {@code kill} does. */
    void interrupt() {
        process.destroy();
    }

    /** As {@code kill -SIGNAL} does, to this process alone. */
    void signal(String signal) throws IOException, InterruptedException {
        kill(signal, Long.toString(process.pid()));
    }

    /** As a terminal does, to this process and all that it has started. */
    void signalGroup(String signal) throws IOException, InterruptedException {
        kill(signal, "-" + process.pid());
    }

    private static void kill(String signal, String who) throws IOException, InterruptedException {
        if (new ProcessBuilder("sh", "-c", "kill -s " + signal + " -- " + who)
                        .start()
                        .waitFor()
                != 0) {
            throw new IOException("No process " + who);
        }
    }

    void awaitFile(Path file) {
        await(() -> Files.exists(file));
    }

    /** Waits for the ends of the targets that were alive when the text of {@link #awaitErr} came. */
    void awaitTargetsEnd() {
        await(() -> !isTargetAlive());
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(4, TimeUnit.MINUTES)) {
            throw new IllegalStateException("It did not end");
        }
        return process.exitValue();
    }

    boolean isTargetAlive() {
        return targets.stream().anyMatch(ProcessHandle::isAlive);
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("It did not come to that");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Override
    public void close() {
        targets.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
