package io.triskel.load.size.offer;

import io.triskel.load.yaml.FileField;

/**
 * An instance that is bought whole.
 *
 * @param least how many there are at least
 * @param vcpusAFunction vCPU that each function keeps, however little it does
 * @param most how many there are at most; 0 if no limit was found
 * @param raised whether the provider raises that on request
 * @param follows whether their number follows the load, or is bought for the peak
 * @param source where its size is documented
 */
public record Machine(
        double vcpus,
        double gigabytes,
        @FileField(otherwise = "1") int least,
        @FileField(otherwise = "0") double vcpusAFunction,
        @FileField(otherwise = "0") int most,
        @FileField(otherwise = "false") boolean raised,
        @FileField(otherwise = "false") boolean follows,
        String source) {}
