package org.cotangent.opencl.reduce;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.tensor.DType;

/**
 * How work-items share lines of memory: on processors one item with vectors takes several lines, on graphics processors
 * a team of items takes one. Kernels for them stand after the resource {@code team.cl}.
 *
 * @param lanes of vectors
 * @param size items that work together
 * @param group items of a work-group
 * @param take how many lines a team takes, one after the other
 */
public record Team(int lanes, int size, int group, int take) {
    /** Elements that are worth a work-item of a processor. */
    private static final long WORTHWHILE = 8 << 10;

    /** {@return lanes of vectors of these numbers on a device, 1 where an item is a lane} */
    public static int lanes(DeviceFacts device, DType computed) {
        if (!device.isCpu() || !computed.isFloating()) {
            return 1;
        }
        int width = Math.clamp(Integer.highestOneBit(device.vectorWidth()), 1, 16);
        return computed == DType.DOUBLE ? Math.max(1, width / 2) : width;
    }

    /**
     * {@return teams for lines that each take a run of memory}
     *
     * @param computed the type in which one computes
     */
    public static Team ofRows(DeviceFacts device, DType computed, long rows, long length) {
        if (device.isCpu()) {
            int lanes = length < 4 ? 1 : lanes(device, computed);
            return new Team(lanes, 1, 1, take(device, rows, length));
        }
        int group = Integer.highestOneBit(device.groupSize());
        int size = length <= 8 ? 1 : length <= 512 ? Math.min(32, group) : group;
        return new Team(1, size, group, 1);
    }

    /** {@return teams of one for vectors of so many neighbours, each with so much work} */
    public static Team ofColumns(DeviceFacts device, DType computed, long tasks, long neighbours, long work) {
        int lanes = neighbours < 4 ? 1 : lanes(device, computed);
        return device.isCpu()
                ? new Team(lanes, 1, 1, take(device, tasks / lanes, work * lanes))
                : new Team(1, 1, Integer.highestOneBit(device.groupSize()), 1);
    }

    private static int take(DeviceFacts device, long tasks, long work) {
        long fair = Math.ceilDiv(tasks, 4L * device.computeUnits());
        return (int) Math.clamp(WORTHWHILE / Math.max(1, work), 1, Math.max(1, fair));
    }

    /** {@return how many work-items run at the same time, roughly} */
    public static long parallelism(DeviceFacts device) {
        return device.isCpu() ? device.computeUnits() : 2048L * device.computeUnits();
    }

    /** {@return blocks of neighbours, one for each vector} */
    public int blocks(long neighbours) {
        return Math.toIntExact(Math.ceilDiv(neighbours, lanes));
    }

    /** {@return the work-items for so many tasks} */
    public Range range(long tasks) {
        return Range.of(Math.ceilDiv(tasks, take) * size, group);
    }

    /** {@return code for teams like this: these resources, the last of which gives it its name} */
    public Source source(String... resources) {
        StringBuilder text =
                new StringBuilder(Source.resource(Team.class, "team.cl").text());
        for (String resource : resources) {
            text.append(Source.resource(Team.class, resource).text());
        }
        return new Source(resources[resources.length - 1], text.toString())
                .define("TEAM", size)
                .define("GROUP", group)
                .vectors(lanes);
    }
}
