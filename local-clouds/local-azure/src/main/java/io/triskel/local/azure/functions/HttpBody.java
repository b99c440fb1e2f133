package io.triskel.local.azure.functions;

import io.triskel.local.azure.functions.wire.Data;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * Converts a body as the host does for a worker that declares RpcHttpBodyOnly and not RawHttpBodyBytes, as the Java
 * worker does (azure-functions-host, {@code GrpcMessageConversionExtensions.ToRpcHttp}; azure-functions-java-worker,
 * {@code WorkerInitRequestHandler}). A function's {@code dataType} has no effect on it.
 */
final class HttpBody {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private HttpBody() {}

    /**
     * {@return nothing for a body without a length in the request (azure-functions-host#7930), bytes for octet streams
     * and multipart, else text}
     *
     * @param headers by lower-case name
     */
    static Data of(Map<String, String> headers, byte[] body) {
        if (body.length == 0 || !headers.containsKey("content-length")) {
            return new Data.Nothing();
        }
        String media = headers.getOrDefault("content-type", "")
                .split(";", 2)[0]
                .strip()
                .toLowerCase(Locale.ROOT);
        return media.equals("application/octet-stream") || media.startsWith("multipart/")
                ? new Data.Bytes(body)
                : new Data.Text(text(body));
    }

    /**
     * As .NET's StreamReader, which the host reads with (azure-webjobs-sdk-extensions, {@code
     * HttpRequestExtensions.ReadAsStringAsync}): a byte order mark decides, else it is UTF-8; unreadable bytes become
     * U+FFFD.
     */
    private static String text(byte[] body) {
        Charset charset = begins(body, 0xFE, 0xFF)
                ? StandardCharsets.UTF_16BE
                : begins(body, 0xFF, 0xFE) ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
        String text = new String(body, charset);
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private static boolean begins(byte[] body, int first, int second) {
        return body.length > 1 && body[0] == (byte) first && body[1] == (byte) second;
    }
}
