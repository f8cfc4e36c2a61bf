package org.cotangent.cpu.onednn;

import java.util.List;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConvolutionKernelsTest extends KernelTest {

    private static final double TOLERANCE = 1e-4;

    /** A convolution and the pads behind its axes, for ONNX's attributes. */
    record Case(String name, Images images, Attributes attributes) {

        static Case of(String name, long[] x, long[] w, long[] strides, long[] dilations, long[] pads, long groups) {
            return new Case(
                    name,
                    Images.of(x, w, strides, dilations, pads, groups),
                    Images.attributes(strides, dilations, pads).with("group", groups));
        }

        private static Case square(String name, long n, long c, long size, long m, long kernel, long stride, long pad) {
            return of(
                    name,
                    new long[] {n, c, size, size},
                    new long[] {m, c, kernel, kernel},
                    new long[] {stride, stride},
                    new long[] {1, 1},
                    new long[] {pad, pad, pad, pad},
                    1);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Case[] cases() {
        long[] ones = {1, 1};
        long[] none = {0, 0, 0, 0};
        return new Case[] {
            Case.square("3x3", 2, 16, 13, 24, 3, 1, 1),
            Case.square("odd channels", 2, 3, 15, 7, 3, 1, 1),
            Case.square("1x1", 2, 20, 9, 37, 1, 1, 0),
            Case.square("strided 1x1", 2, 32, 14, 33, 1, 2, 0),
            Case.square("stem", 1, 3, 33, 16, 7, 2, 3),
            Case.square("window that ends before the image", 4, 6, 18, 20, 3, 4, 0),
            Case.square("few channels", 4, 1, 28, 6, 5, 1, 2),
            Case.of(
                    "asymmetric padding, strides and kernel",
                    new long[] {2, 8, 11, 17},
                    new long[] {12, 8, 3, 5},
                    new long[] {2, 1},
                    ones,
                    new long[] {0, 3, 2, 1},
                    1),
            Case.of(
                    "dilated",
                    new long[] {1, 16, 19, 19},
                    new long[] {16, 16, 3, 3},
                    ones,
                    new long[] {2, 3},
                    new long[] {2, 3, 2, 3},
                    1),
            Case.of("groups", new long[] {2, 12, 13, 13}, new long[] {18, 4, 3, 3}, ones, ones, none, 3),
            Case.of("depthwise", new long[] {2, 24, 13, 13}, new long[] {24, 1, 3, 3}, ones, ones, none, 24),
            Case.of("multiplied channels", new long[] {2, 24, 13, 13}, new long[] {48, 1, 3, 3}, ones, ones, none, 24),
            Case.of(
                    "one axis",
                    new long[] {3, 10, 57},
                    new long[] {20, 10, 5},
                    new long[] {2},
                    new long[] {1},
                    new long[] {2, 1},
                    1),
            Case.of(
                    "three axes",
                    new long[] {1, 5, 7, 9, 8},
                    new long[] {8, 5, 2, 3, 3},
                    new long[] {1, 2, 1},
                    new long[] {1, 1, 1},
                    new long[] {1, 0, 1, 0, 1, 1},
                    1),
        };
    }

    @ParameterizedTest
    @MethodSource("cases")
    void convEqualsLoops(Case test) {
        Images images = test.images();
        for (int variant = 0; variant < 4; variant++) {
            RandomCalls call = calls("Conv", test.attributes()).withInput(images.x());
            weights(call, images, (variant & 1) != 0);
            boolean biased = (variant & 2) != 0;
            if (biased) {
                call.withInput(images.w()[0]);
            }
            call.withOutput(images.y());
            check(
                    call,
                    TOLERANCE,
                    run -> images.forward(run.get(0), run.get(1), biased ? List.of(run.get(2)) : List.of()));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void inputGradientEqualsLoops(Case test) {
        Images images = test.images();
        for (boolean constant : new boolean[] {false, true}) {
            RandomCalls call = ownCalls("ConvInputGradient", test.attributes()).withInput(images.y());
            weights(call, images, constant)
                    .withInput(DType.INT64, images.x().length)
                    .withOutput(images.x());
            check(call, TOLERANCE, run -> images.backward(run.get(0), run.get(1), List.of()));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void weightGradientEqualsLoops(Case test) {
        Images images = test.images();
        RandomCalls call = ownCalls("ConvWeightGradient", test.attributes())
                .withInput(images.x())
                .withInput(images.y())
                .withInput(DType.INT64, images.w().length)
                .withOutput(images.w());
        check(call, TOLERANCE, run -> images.weightGradient(run.get(0), run.get(1)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void convTransposeEqualsLoops(Case test) {
        Images images = test.images();
        for (int variant = 0; variant < 4; variant++) {
            RandomCalls call = calls("ConvTranspose", test.attributes()).withInput(images.y());
            weights(call, images, (variant & 1) != 0);
            boolean biased = (variant & 2) != 0;
            if (biased) {
                call.withInput(images.x()[1]);
            }
            call.withOutput(images.x());
            check(
                    call,
                    TOLERANCE,
                    run -> images.backward(run.get(0), run.get(1), biased ? List.of(run.get(2)) : List.of()));
        }
    }

    private static RandomCalls weights(RandomCalls call, Images images, boolean constant) {
        return constant ? call.withConstant(images.w()) : call.withInput(images.w());
    }

    @Test
    void automaticPaddingIsLargerInFrontOrBehind() {
        for (String automatic : List.of("SAME_UPPER", "SAME_LOWER", "VALID")) {
            long[] pads = switch (automatic) {
                case "SAME_UPPER" -> new long[] {1, 1, 2, 2};
                case "SAME_LOWER" -> new long[] {2, 2, 1, 1};
                default -> new long[4];
            };
            long[] ones = {1, 1};
            Images images = Images.of(new long[] {1, 8, 14, 14}, new long[] {8, 8, 4, 4}, ones, ones, pads, 1);
            RandomCalls call = calls("Conv", Attributes.of("auto_pad", automatic))
                    .withInput(images.x())
                    .withInput(images.w())
                    .withOutput(images.y());
            check(call, TOLERANCE, run -> images.forward(run.get(0), run.get(1), List.of()));
        }
    }
}
