package io.triskel.local.aws.kinesis;

import io.triskel.local.aws.wire.ServiceException;
import java.time.Instant;

/**
 * Sequence numbers of one stream: 56 digits as in the service, so that they compare equally as text and as numbers.
 * They start with the stream's creation time, so a stream that is deleted and created again does not reuse them.
 */
final class SequenceNumbers {
    private static final int ORDINAL_DIGITS = 19;

    private final String prefix;

    SequenceNumbers(Instant createdAt) {
        this.prefix = "49%015d%020d".formatted(createdAt.toEpochMilli(), 0);
    }

    String format(long ordinal) {
        String digits = Long.toString(ordinal);
        return prefix + "0".repeat(ORDINAL_DIGITS - digits.length()) + digits;
    }

    /** @throws ServiceException {@code InvalidArgumentException} for a number that this stream never assigned */
    long parse(String sequenceNumber) {
        if (sequenceNumber.length() == prefix.length() + ORDINAL_DIGITS && sequenceNumber.startsWith(prefix)) {
            String ordinal = sequenceNumber.substring(prefix.length());
            if (ordinal.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
                return Long.parseLong(ordinal);
            }
        }
        throw new ServiceException(
                "InvalidArgumentException", "Invalid sequence number for this stream: " + sequenceNumber);
    }
}
