package io.triskel.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A target of which a test says how it behaves; a process of its own, as a real one. */
final class FakeTarget {
    private FakeTarget() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String start = requests.readLine();
        switch (arguments[0]) {
            case "works" -> work(start, requests, "shipped");
            case "ends-otherwise" -> work(start, requests, "rejected");
            case "dies" -> {
                System.err.println("something is wrong");
                System.exit(7);
            }
            case "refuses" -> say("{\"event\":\"failed\",\"message\":\"cannot write to /x\"}");
            case "stays" -> {
                say(
                        "{\"event\":\"up\",\"environment\":{\"AWS_REGION\":\"us-east-1\",\"CONNECTION\":\"Host=x;Key=it's=\",\"TRISKEL_APP_URL\":\"http://127.0.0.1:80/\",\"START\":\""
                                + start.replaceAll("[^a-z:]", "")
                                + "\"},\"started\":[\"Kinesis: stream orders\"],\"curl\":[\"-H\",\"x-key: it's\"]}");
                System.out.flush();
                while (requests.readLine() != null) {
                    System.err.println("more than a start");
                }
                say("{\"event\":\"down\"}");
            }
            case "hangs" -> {
                say("{\"event\":\"progress\",\"phase\":\"orders\",\"orders\":1,\"ended\":0,\"events\":1}");
                new CountDownLatch(1).await();
            }
            case "cannot-write" -> {
                say("{\"event\":\"warning\",\"message\":\"/x/events.jsonl cannot be written: full; the run"
                        + " continues without it\"}");
                say("{\"event\":\"summary\",\"complete\":true,\"ordersByState\":{\"shipped\":1},"
                        + "\"outProblem\":\"/x/events.jsonl cannot be written: full\"}");
            }
            case "falls-short" ->
                say(
                        "{\"event\":\"summary\",\"complete\":false,\"ordersByState\":{\"placed\":2,\"shipped\":1},\"lost\":1,"
                                + "\"doubled\":2,\"orderViolations\":0,\"viewRebuiltEqual\":false,\"parked\":3}");
            case "console" -> {
                say("{\"event\":\"console\"," + served(start) + "}");
                untilDown(requests);
            }
            case "shows" -> {
                say("{\"event\":\"up\",\"environment\":{},\"started\":[],\"console\":{" + served(start) + "}}");
                untilDown(requests);
            }
            case "operates" -> operate(start);
            case "babbles" -> say("this is no JSON");
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void work(String start, BufferedReader requests, String state) throws IOException {
        String out = start.replaceAll(".*\"out\":\"([^\"]*)\".*", "$1");
        say("{\"event\":\"ready\",\"target\":\"memory\"}");
        say("{\"event\":\"a-word-of-tomorrow\"}");
        boolean hasConsole = start.contains("\"console\":true");
        if (hasConsole) {
            // No console listens on port 9, which is reserved for discarding.
            say("{\"event\":\"console\",\"url\":\"http://127.0.0.1:9/\",\"token\":\"secret\"}");
        }
        int lines = 0;
        int broken = 0;
        for (String request = requests.readLine(); !request.contains("\"end\""); request = requests.readLine()) {
            lines++;
            if (request.contains("broken")) {
                broken++;
                say("{\"event\":\"invalid\",\"number\":" + lines + ",\"reason\":\"not JSON\"}");
            }
        }
        leaveFiles(Path.of(out), state);
        say("{\"event\":\"progress\",\"phase\":\"done\",\"orders\":2,\"ended\":2,\"events\":9}");
        say("{\"event\":\"summary\",\"complete\":true,\"ordersByState\":{\"shipped\":2},\"eventsByType\":{\"a.v1\":9},"
                + "\"sagasByEnding\":{\"completed\":2},\"parked\":0,\"parkedAndReplayed\":4,\"duplicatesSuppressed\":1,\"invalidLines\":"
                + broken + ",\"viewRebuiltEqual\":true,\"viewRebuiltFrom\":{\"archive\":5310,\"bus\":12},"
                + "\"lost\":0,\"doubled\":0,\"revenueCents\":123456789,\"cloud\":{\"environment\":\"emulator\",\"invocations\":1200,\"killed\":4,\"batchFill\":12.5,\"faults\":{\"PutRecords"
                + " Failed[]\":3},\"functions\":{\"orders-http\":{\"invocations\":1100,"
                + "\"errors\":0,\"throttles\":0,\"coldStarts\":2,\"batchFill\":0}}},"
                + "\"seconds\":0.5,\"eventsPerSecond\":18,\"cpuUsPerEvent\":1234.5,\"style\":\"orchestration\",\"faultsSurvived\":7,\"out\":\""
                + out + "\",\"chaos\":"
                + start.contains("\"chaos\":true") + ",\"lines\":" + lines + "}");
        System.out.flush();
        while (hasConsole && requests.readLine() != null) {
            System.err.println("more than a run");
        }
    }

    /** A console whose only answer is what it was asked for, and a variable of its environment. */
    private static String served(String request) throws IOException {
        byte[] answer = ("{\"may\":\"act\",\"lanes\":[{}],\"asked\":" + request + ",\"region\":\""
                        + System.getenv("AWS_REGION") + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return "\"url\":\"http://127.0.0.1:" + server.getAddress().getPort() + "/\",\"token\":\"secret\"";
    }

    private static void untilDown(BufferedReader requests) throws IOException {
        while (requests.readLine() != null) {
            System.err.println("more than a start");
        }
        say("{\"event\":\"down\"}");
        System.out.flush();
        System.exit(0);
    }

    /** Answers an operator; what it was asked, and a variable of its environment, stand in the answer. */
    private static void operate(String request) {
        String asked = request.replace('"', '\'');
        String variable = String.valueOf(System.getenv("TRISKEL_APP_TABLES"));
        if (request.contains("\"given-up\"")) {
            say(
                    "{\"event\":\"summary\",\"batches\":[{\"id\":\"aws/lambda/a.json\",\"consumer\":\"payment\",\"where\":\"shard"
                            + " 1 from 7 to 9\",\"records\":3,"
                            + "\"at\":\"2026-01-08T00:00:00Z\",\"condition\":\"RecordAgeExceeded\""
                            + (request.contains("\"replay\":true")
                                    ? ",\"settled\":2}],\"failures\":[\"payment, a: why\"]}"
                                    : "}],\"failures\":[]}"));
        } else if (request.contains("\"replay\"")) {
            say(
                    "{\"event\":\"summary\",\"consumers\":{\"order-view\":{\"handled\":2,\"duplicates\":0,\"failed\":1,\"busy\":0,\"opened\":1},\"payment\":{\"handled\":0,\"duplicates\":0,\"failed\":0,\"busy\":0,\"opened\":0}},\"failures\":[\"payment:"
                            + " why\"]}");
        } else if (request.contains("\"stuck\"")) {
            say("{\"event\":\"summary\",\"saga\":\"fulfilment\",\"stuck\":{\"O-1\":\"nobody\\n"
                    + "answers\",\"O-2\":\"old\"},\"stuckSince\":{\"O-1\":\"2026-01-01T00:00:00Z\"}}");
        } else if (request.contains("\"parked\"")) {
            say(
                    "{\"event\":\"summary\",\"lanes\":[{\"consumer\":\"order-view\",\"lane\":\"order-O-1\",\"events\":[{\"source\":\"/orders/ordering\",\"id\":\"e-1\",\"type\":\"orders.order-placed.v1\",\"attempts\":5,\"parkedAt\":\"2026-01-01T00:00:00Z\",\"reason\":\"boom\\n"
                            + " at a line, " + variable + "\"}]},"
                            + "{\"consumer\":\"payment\",\"lane\":\"order-O-2\",\"events\":[]}]}");
        } else if (request.contains("\"view\":")) {
            say("{\"event\":\"summary\",\"generation\":3,\"archive\":0,\"bus\":0,\"asked\":\"" + asked + "\"}");
        } else if (request.contains("\"rebuild-view\"")) {
            say(
                    "{\"event\":\"summary\",\"view\":\"orders\",\"generation\":3,\"archive\":5310,\"bus\":12,\"unreadable\":1,\"dropped\":1200}");
        } else if (request.contains("\"restore\"")) {
            say("{\"event\":\"summary\",\"known\":1200,\"recovered\":34,\"anonymous\":0,\"unreadable\":0,"
                    + "\"replayFrom\":\"2026-12-01T02:15:00Z\",\"failures\":[\"stream order-O-1: why\"]}");
        } else if (request.contains("\"resume\"")) {
            say("{\"event\":\"failed\",\"message\":\"Saga fulfilment/O-1 is not stuck: it does not exist\"}");
        } else {
            say("{\"event\":\"summary\",\"discarded\":\"" + asked + "\"}");
        }
    }

    private static void leaveFiles(Path out, String state) throws IOException {
        Files.createDirectories(out);
        Files.writeString(
                out.resolve("orders.jsonl"),
                "{\"order\":\"o-1\",\"status\":\"" + state + "\",\"reason\":\"" + System.nanoTime() + "\"}\n");
        Files.writeString(out.resolve("revenue.jsonl"), "{\"product\":\"p-1\",\"cents\":5}\n");
    }

    private static void say(String answer) {
        System.out.println(answer);
    }
}
