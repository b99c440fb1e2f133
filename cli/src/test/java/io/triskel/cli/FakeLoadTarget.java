package io.triskel.cli;

import io.triskel.load.result.ResultFile;
import io.triskel.load.result.ResultJson;
import io.triskel.load.result.RunSummary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** A target of load tests that does no work: it answers as its argument says, over the real protocol. */
final class FakeLoadTarget {
    private FakeLoadTarget() {}

    static List<String> command(String behaviour) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FakeLoadTarget.class.getName(),
                behaviour);
    }

    public static void main(String[] arguments) throws IOException {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String request = requests.readLine();
        if (request.contains("\"op\":\"host\"")) {
            System.out.println("{\"event\":\"hosting\",\"variables\":{\"TRISKEL_FAKE\":\"hosted\"}}");
            while (requests.readLine() != null) {
                // Until the workers have ended.
            }
            System.out.println("{\"event\":\"down\"}");
            return;
        }
        if (arguments[0].equals("fails-as-worker-1") && request.contains("\"worker\":1")) {
            System.out.println("{\"event\":\"failed\",\"message\":\"no room\"}");
            return;
        }
        System.out.println("{\"event\":\"ready\",\"evidence\":\"emulator\",\"stack\":\"none\"}");
        if (!request.contains("\"workers\":1,")) {
            String start = requests.readLine();
            if (start == null) {
                System.out.println("{\"event\":\"failed\",\"message\":\"ended before the start\"}");
                return;
            }
            request += start;
        }
        if (arguments[0].startsWith("told-to-end-")) {
            CountDownLatch told = toldToEnd(requests);
            progress();
            await(told);
            end(arguments[0].substring("told-to-end-".length()), request);
        }
        progress();
        switch (arguments[0]) {
            case "good", "fails-as-worker-1" -> end(request, true, true, 0, 0);
            case "spends-4-usd" -> end(request, true, true, 0, 4);
            case "misses" -> end(request, true, false, 1, 0);
            case "is-invalid" -> end(request, false, true, 3, 0);
            case "refuses" -> System.out.println("{\"event\":\"failed\",\"message\":\"no such level\"}");
            case "is-killed" -> Runtime.getRuntime().halt(128 + 9);
            case "dies" -> {
                System.err.println("something is wrong");
                Runtime.getRuntime().halt(9);
            }
            case "dies-after-writing" -> {
                write(request);
                Runtime.getRuntime().halt(9);
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void progress() {
        System.out.println(
                "{\"event\":\"progress\",\"phase\":\"steady\",\"rate\":100,\"delivered\":99,\"failed\":0,\"lag\":1,"
                        + "\"p50Us\":900,\"p99Us\":4000,\"secondsLeft\":7}");
    }

    /** {@return what a signal or the end of the input opens} Asked before the first progress, on which a test sends its signal. */
    private static CountDownLatch toldToEnd(BufferedReader requests) {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            told.countDown();
            // The process ends when it is halted.
            await(never);
        }));
        Thread input = new Thread(() -> {
            try {
                while (requests.readLine() != null) {
                    // There is nothing more to ask.
                }
            } catch (IOException gone) {
                // The same as its end.
            }
            told.countDown();
        });
        input.setDaemon(true);
        input.start();
        return told;
    }

    /** Does what it was started to do when it is told to end. */
    private static void end(String then, String request) throws IOException {
        Path file = file(request);
        switch (then) {
            case "writes" -> {
                write(request);
                System.out.println(ResultJson.tree(RunSummary.of(ResultFile.read(file))));
            }
            case "writes-slowly" -> {
                Files.createDirectories(file.getParent());
                Files.createFile(file.resolveSibling("told"));
                while (!Files.exists(file.resolveSibling("go-on"))) {
                    LockSupport.parkNanos(1_000_000);
                }
                write(request);
            }
            case "writes-and-fails" -> {
                write(request);
                System.out.println("{\"event\":\"failed\",\"message\":\"cannot close\"}");
            }
            case "dies" -> Runtime.getRuntime().halt(9);
            default -> throw new IllegalArgumentException(then);
        }
        Runtime.getRuntime().halt(3);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Path file(String request) {
        return Path.of(request.replaceAll(".*\"file\":\"([^\"]*)\".*", "$1"));
    }

    /** A result as a target writes it that was told to end. */
    private static void write(String request) throws IOException {
        Path file = file(request);
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "{\"schema\":1,\"target\":\"memory\",\"evidence\":\"memory\",\"level\":\"bus\",\"from\":\"2026-11-30T05:00:00Z\","
                        + "\"to\":\"2026-11-30T05:00:07Z\",\"partial\":true,\"verdict\":{\"exit\":3,\"valid\":false},"
                        + "\"correctness\":{\"sent\":7},\"latency\":{\"corrected\":{},\"actual\":{}}}");
    }

    private static void end(String request, boolean valid, boolean met, int exit, int usd) throws IOException {
        Path file = file(request);
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                request + Optional.ofNullable(System.getenv("TRISKEL_FAKE")).orElse(""));
        System.out.println(
                "{\"event\":\"summary\",\"target\":\"x\",\"evidence\":\"emulator\",\"partial\":false,\"verdict\":{\"exit\":"
                        + exit + ",\"valid\":" + valid
                        + ",\"checks\":[{\"name\":\"scheduleDelayP99\",\"value\":42.5,\"unit\":\"ms\",\"limit\":10,\"ok\":"
                        + valid
                        + ",\"fix\":\"the generator sent late: free the machine\"}],\"objectives\":[{\"name\":\"lost\",\"value\":3,\"unit\":\"events\",\"limit\":0,\"met\":"
                        + met
                        + "}]},\"correctness\":{\"sent\":12345,\"lost\":3,\"duplicates\":{\"producer\":1,\"redelivered\":2},\"reordered\":4},"
                        + "\"latencyUs\":{\"corrected\":{\"p50Us\":900,\"p99Us\":41000,\"p999Us\":12000000}},"
                        + "\"spend\":{\"usd\":" + usd
                        + ",\"budgetUsd\":9},\"capacity\":{\"passed\":7450.2,\"failed\":7820}}");
    }
}
