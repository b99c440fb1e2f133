package io.triskel.aws.firehose;

import com.sun.net.httpserver.HttpExchange;
import io.triskel.local.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** As much of S3 as reading an archive takes: ListObjectsV2 and GetObject of one bucket, as the API reference has them. */
final class LocalS3 implements AutoCloseable {
    static final String BUCKET = "archive";

    final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>(
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
    private final LoopbackServer server = LoopbackServer.start("s3", 2, this::answer);

    URI uri() {
        return server.uri();
    }

    private void answer(HttpExchange call) throws IOException {
        String[] path = call.getRequestURI().getPath().split("/", 3);
        Map<String, String> query = query(call.getRequestURI());
        if (!call.getRequestMethod().equals("GET") || !path[1].equals(BUCKET)) {
            error(call, "NoSuchBucket", "The specified bucket does not exist");
        } else if ("2".equals(query.get("list-type"))) {
            send(call, 200, "application/xml", list(query));
        } else if (path.length == 3 && objects.containsKey(path[2])) {
            send(call, 200, "application/octet-stream", objects.get(path[2]));
        } else {
            error(call, "NoSuchKey", "The specified key does not exist.");
        }
    }

    private byte[] list(Map<String, String> query) {
        int most = Integer.parseInt(query.getOrDefault("max-keys", "1000"));
        List<String> names = new ArrayList<>(objects.keySet().stream()
                .filter(name -> name.startsWith(query.getOrDefault("prefix", "")))
                .filter(name -> objects.comparator().compare(name, query.getOrDefault("start-after", "")) > 0)
                .limit(most + 1L)
                .toList());
        boolean more = names.size() > most;
        String contents = names.stream()
                .limit(most)
                .map(name -> "<Contents><Key>" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "</Key></Contents>")
                .collect(Collectors.joining());
        return xml("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>" + BUCKET
                + "</Name><EncodingType>url</EncodingType><IsTruncated>" + more + "</IsTruncated>" + contents
                + "</ListBucketResult>");
    }

    private static void error(HttpExchange call, String code, String message) throws IOException {
        send(
                call,
                404,
                "application/xml",
                xml("<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>"));
    }

    private static byte[] xml(String body) {
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + body).getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange call, int status, String type, byte[] body) throws IOException {
        try (call) {
            call.getResponseHeaders().set("Content-Type", type);
            call.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            call.getResponseBody().write(body);
        }
    }

    private static Map<String, String> query(URI uri) {
        return Stream.of(String.valueOf(uri.getRawQuery()).split("&", -1))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        server.close();
    }
}
