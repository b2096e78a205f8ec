import { testEverySecondShape } from './everyFile';

testEverySecondShape(1);
